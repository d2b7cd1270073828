# Permisos ya emitidos.
permits-title = Permiso { $number }
permits-status-active = Vigente
permits-status-suspended = Suspendido
permits-status-revoked = Anulado
permits-status-replaced = Reemplazado
permits-status-expired = Vencido
permits-issued = Emitido
permits-approved-by = Aprobó
permits-by-rule = Una regla automática
permits-case = Solicitud
permits-pdf = Ver el PDF
permits-change = Cambiar
permits-reason = Motivo (lo lee la persona)
permits-cause = Por qué
permits-life = Qué pasó con este permiso
permits-life-permit-suspended = lo suspendió
permits-life-permit-reinstated = levantó la suspensión
permits-life-permit-revoked = lo anuló
permits-life-permit-replaced = lo reemplazó por otro más nuevo
replacement-reason-correction = Corrección de un dato
replacement-reason-loss = Pérdida o robo
replacement-reason-office = Lo reemplazó la oficina
permits-replaces = Reemplaza al permiso
permits-replaced-by = Lo reemplaza el permiso
permits-replace-start = Reemplazarlo por un permiso más nuevo
permits-replace-title = Reemplazar el permiso
permits-replace-lead = El permiso deja de valer para siempre y otro del mismo servicio, que ya está vigente, queda en su lugar. A quien lo tenía se le avisa por correo.
permits-replace-by = Número del permiso que queda en su lugar
permits-replace-button = Reemplazar
permits-replace-no-other = No hay otro permiso con ese número que puedas usar aquí.
permits-replace-other-service = Ese permiso es de otro servicio.
permits-replace-not-in-force = Ese permiso no está vigente ahora.
permits-replace-older = Ese permiso es anterior a este: solo uno más nuevo puede reemplazarlo.
permits-life-permit-signed-anew = lo firmó otra vez, porque su clave fue anulada
permit-reason-fraud = Datos falsos o mal uso
permit-reason-mistake = Error de la oficina
permit-reason-conditions = No se cumplieron sus condiciones
permit-reason-report = Reporte de un puesto de control
permit-reason-holder = A pedido de su titular
permit-reason-lost = Pérdida o robo
permit-reason-order = Orden de una autoridad
permit-reason-sample = La aprobación automática no era correcta
permit-reason-other = Otro motivo
permits-no-reason = Escribe el motivo
permits-suspend = Suspender
permits-reinstate = Levantar la suspensión
permits-revoke = Anular
permits-revoke-help = Una anulación es para siempre. Se avisa a la persona y los verificadores la ven en minutos.
permits-why-not-no-document = Quien cambia permisos aquí necesita un documento de identidad en su cuenta, y falta el tuyo. Pide a un administrador que lo agregue.
permits-why-not-suspended-by-themselves = Tú suspendiste este permiso: otra persona tiene que levantar la suspensión. Una anulación es para siempre.
permits-why-not-own-affair = La solicitud de este permiso te nombra. Otra persona tiene que cambiarlo.
permits-find = Buscar un permiso
permits-number = Número de permiso
permits-search = Buscar
permits-mistyped = Ese número tiene un error. Míralo otra vez: son 11 letras y cifras.
permits-is-reference = Ese es el número de una solicitud, no de un permiso. Búscalo entre los casos.
permits-unknown = No hay un permiso con ese número. Un código de regreso se ve igual: mira en el papel.
permits-revoke-many = Anular muchos permisos
permits-revoke-many-lead = Se anulan todos los que todavía valen, y a quien dejó una dirección se le avisa por correo. No se puede deshacer. Antes verás cuántos son.
permits-which = Cuáles
permits-of-person = Todo lo que aprobó una persona
permits-of-service = Lo que emitió un servicio en un periodo
permits-person = Persona que aprobó
permits-from = Emitidos desde
permits-until = Emitidos antes de
permits-count-first = Ver cuántos son
permits-no-which = Elige cuáles
permits-no-person = Elige a la persona
permits-no-service = Elige el servicio
permits-narrow-hint = Todo lo que llenes abajo cuenta: con una persona, el servicio y las fechas son opcionales y dejan menos permisos.
permits-no-moment = Escribe la fecha y la hora completas
permits-list-before = Permisos que se anularían
permits-list-after = Permisos que se anularon
permits-list-empty = No hay ninguno.
permits-list-csv = Descargar la lista completa (CSV)
permits-list-issued = Emitido
permits-list-until = Vale hasta
permits-list-status = Estado
permits-list-next = Más permisos
permits-list-back = Volver
permits-list-see = Ver la lista
permits-two-people = Hacen falta dos personas: tú la pides y otra persona la confirma en una semana.
permits-ask-another = Pedir a otra persona que confirme
permits-which-of = solo de «{ $service }»
permits-which-from = emitidos desde el { $time }
permits-which-until = emitidos antes del { $time }
permits-job-waiting = Una anulación espera a otra persona
permits-job-waiting-lead = Otra persona tiene hasta el { $time } para confirmar. Antes de eso no se anula nada.
permits-job-waiting-own = La pediste tú: debe confirmarla otra persona que también pueda anular muchos permisos.
permits-job-lapsed = Una anulación no se confirmó
permits-job-lapsed-lead = Nadie la confirmó a tiempo, y no se anuló nada. Pídela otra vez si todavía hace falta.
permits-job-confirmed = Quién la confirmó
permits-no-time = Escribe desde cuándo y hasta cuándo; el final va después del comienzo
permits-confirm-title = ¿Anular estos permisos?
permits-which-approver = Todo lo que aprobó { $name }
permits-which-service = Lo que emitió «{ $service }»: { $time }
permits-confirm-count = { $count ->
    [one] Se anulará { $count } permiso.
   *[other] Se anularán { $count } permisos.
  }
permits-confirm-lead = No se puede deshacer.
permits-confirm-reason = Motivo que leerá cada persona: { $reason }
permits-confirm = Anular
permits-jobs = Anulaciones pedidas antes
permits-job-running = Se están anulando permisos
permits-job-done = Se anularon los permisos
permits-job-nothing = No se anuló ningún permiso
permits-job-given-up = La anulación se detuvo
permits-job-count = { $count ->
    [one] Se anuló { $count } permiso.
   *[other] Se anularon { $count } permisos.
  }
permits-job-total = { $count ->
    [one] Había { $count } cuando se pidió.
   *[other] Había { $count } cuando se pidió.
  }
permits-job-refused = { $count ->
    [one] { $count } permiso quedó como estaba: es de quien pidió la anulación o no se pudo cambiar. Otra persona debe verlo.
   *[other] { $count } permisos quedaron como estaban: son de quien pidió la anulación o no se pudieron cambiar. Otra persona debe verlos.
  }
permits-job-goes-on = La anulación continúa por sí sola. Puedes cerrar esta página. Los verificadores ven cada permiso en minutos, y a quien dejó una dirección se le avisa por correo.
permits-job-done-lead = Los verificadores lo ven en minutos. A quien dejó una dirección se le avisa por correo.
permits-job-given-up-lead = Falló demasiadas veces, o la persona que la pidió ya no puede hacerlo. Los permisos ya anulados siguen anulados. Pídela otra vez para los demás.
permits-job-trouble = Algo falló y se intentará de nuevo en un rato. Si sigue así, avisa a quien administra el sitio.
permits-job-look-again = Ver cuánto falta
permits-job-who = Quién la pidió
permits-job-when = Cuándo se pidió
permits-changed-meanwhile = Este permiso cambió mientras lo mirabas, así que no guardamos tu acción. Así está ahora.
permits-replace-check = ¿Es este el permiso que debe quedar en su lugar?
permits-replace-other-holder = Está a nombre de otra persona: el permiso que se reemplaza es de { $name }.
permits-replace-again = Escribir otro número
permits-replace-look = Continuar
error-permit-taken-back-title = Ese permiso ya no vale
error-permit-taken-back-body = No se envió nada: ese correo dice que el permiso está listo, y el permiso ya se anuló o se reemplazó.
error-permit-taken-back-link = Volver
office-permit-is = Permiso: { $status }
permits-would-end = Iba a valer hasta

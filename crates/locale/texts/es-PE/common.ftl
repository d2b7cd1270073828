# Palabras que comparten todas las páginas.
language-name = Español
language-label = Idioma
site-name = Permisos y trámites
skip-to-content = Saltar al contenido
official-site = Sitio oficial:
official-domain = solo en
demo-title = Demostración.
demo-body = Nada de lo que hagas aquí tiene validez.
demo-mail = Ver los correos
site-banner = Aviso
footer-verify = Verificar un permiso
footer-status = Ver mi solicitud
footer-accessibility = Accesibilidad
footer-office = Entrada de personal
footer-privacy = Privacidad
footer-terms = Condiciones de uso
footer-complaints = Libro de Reclamaciones
home = Inicio
back = Atrás
breadcrumbs = Ruta
continue = Continuar
cancel = Cancelar
optional = (opcional)
error-title-prefix = Error:
error-summary-title = Hay un problema
yes = Sí
no = No

# Fechas y duraciones
date = { $day } de { $month } de { $year }
moment = { $date }, { $time }
month-1 = enero
month-2 = febrero
month-3 = marzo
month-4 = abril
month-5 = mayo
month-6 = junio
month-7 = julio
month-8 = agosto
month-9 = setiembre
month-10 = octubre
month-11 = noviembre
month-12 = diciembre
seconds = { $count ->
    [one] { $count } segundo
   *[other] { $count } segundos
  }
minutes = { $count ->
    [one] { $count } minuto
   *[other] { $count } minutos
  }
hours = { $count ->
    [one] { $count } hora
   *[other] { $count } horas
  }
years = { $count ->
    [one] { $count } año
   *[other] { $count } años
}
days = { $count ->
    [one] { $count } día
   *[other] { $count } días
  }
weeks = { $count ->
    [one] { $count } semana
   *[other] { $count } semanas
  }
months = { $count ->
    [one] { $count } mes
   *[other] { $count } meses
  }
business-days = { $count ->
    [one] { $count } día hábil
   *[other] { $count } días hábiles
  }
length-two = { $larger } y { $smaller }

# Errores: qué pasó y qué hacer
error-home = Ir al inicio
error-office-home = Ir a mi trabajo
error-number = Si nos escribes, dinos este número:
error-not-found-title = No encontramos esta página
error-not-found-body = Revisa que la dirección esté completa. Si la copiaste de un mensaje, ábrela desde el mensaje.
error-not-found-link = Ir al inicio
error-bad-request-title = No entendimos lo que llegó
error-bad-request-body = Vuelve a la página anterior e inténtalo otra vez.
error-bad-request-link = Volver
error-forbidden-title = No puedes ver esta página
error-forbidden-body = Tu cuenta no puede hacer esto. Si lo necesitas para tu trabajo, pídelo a quien administra las cuentas.
error-forbidden-link = Ir al inicio
error-expired-session-title = Tu sesión terminó
error-expired-session-body = Lo que enviaste no se guardó. Entra otra vez y luego usa «atrás» en tu navegador: lo que escribiste sigue ahí.
error-expired-session-link = Entrar
error-prove-again-title = Muestra otra vez tu segundo paso
error-prove-again-body = Lo que enviaste no se guardó. Antes de hacer esto, escribe otra vez el código de tu aplicación: así nadie lo hace desde un escritorio que dejaste abierto.
error-prove-again-link = Escribir el código
error-closed-service-title = Este trámite ya no se hace en línea
error-closed-service-body = Lo que llenaste no se envió y ya no se puede enviar. La página del trámite dice dónde y cómo se hace ahora. Las solicitudes que ya estaban enviadas siguen su curso.
error-closed-service-link = Ver dónde se hace ahora
error-expired-draft-title = Tu solicitud sin terminar ya no está
error-expired-draft-body = Guardamos lo que escribes durante 24 horas, solo en el navegador con el que empezaste y mientras no lo cierres. Si ya la enviaste, busca el correo con tu número de solicitud. Si no, empieza otra vez.
error-expired-draft-link = Empezar otra vez
error-no-key-title = Abre esta página desde tu correo
error-no-key-body = Por tu seguridad, esto solo se abre con el enlace de tu correo, con tu código de regreso o en el navegador donde hiciste la solicitud. Con tu número de documento puedes ver en qué está.
error-no-key-link = Ver en qué está mi solicitud
error-foreign-form-title = No pudimos comprobar de dónde vino este formulario
error-foreign-form-body = No se guardó nada. Vuelve a la página anterior, cárgala de nuevo y envía el formulario otra vez.
error-foreign-form-link = Ir al inicio
error-too-large-title = Es demasiado para enviarlo de una vez
error-too-large-body = Nada de eso se guardó; lo que enviaste antes sí. Vuelve con el botón «Atrás» de tu navegador, acorta lo que escribiste y envíalo otra vez.
error-too-large-link = Abrir la página otra vez
error-conflict-title = Alguien llegó antes
error-conflict-body = Esto cambió mientras lo mirabas, así que no guardamos tu acción. Vuelve a la página y míralo otra vez.
error-conflict-link = Volver y mirar otra vez
error-unfit-day-title = Este permiso no estaría vigente ningún día
error-unfit-day-body = El día del que depende ya pasó, así que no se puede aprobar. No cambió nada. Pide otra fecha o rechaza.
error-unfit-day-link = Volver al caso
error-another-day-title = Ese día ya pasó
error-another-day-body = Un permiso para ese día ya estaría vencido. No se envió nada. Elige otro día.
error-another-day-link = Elegir otro día
error-crossed-days-title = El permiso terminaría antes de empezar
error-crossed-days-body = No se envió nada. Cambia el día o la hora en que termina, o los de inicio.
error-crossed-days-link = Cambiar el día o la hora
error-asked-already-title = Ya hiciste un pedido sobre este permiso
error-asked-already-body = No se envió nada. Puede que lo hayas enviado desde otra ventana. En la página de tu permiso ves cómo va.
error-asked-already-link = Volver
error-earlier-permit-over-title = El permiso de antes ya no está vigente
error-earlier-permit-over-body = Por eso no se puede cambiar, traspasar ni emitir otra vez. No cambió nada.
error-earlier-permit-over-link = Volver
error-same-holder-title = Esta persona ya tiene el permiso
error-same-holder-body = No se envió nada. Escribe el documento de la persona que lo va a tener.
error-same-holder-link = Volver
error-no-paper-title = Este permiso no se puede imprimir
error-no-paper-body = Una respuesta es muy larga o tiene letras que el permiso impreso no puede mostrar. No cambió nada. Primero hay que corregir esa respuesta: la oficina puede pedirla otra vez o rechazar.
error-no-paper-link = Volver
error-refused-title = No se puede hacer ahora
error-refused-body = No cambió nada. Vuelve a la página y mira en qué está.
error-refused-link = Volver y mirar otra vez
error-own-request-title = Debe confirmarla otra persona
error-own-request-body = Esto lo pediste tú: debe confirmarlo otra persona que también pueda hacerlo.
error-own-request-link = Volver
error-too-many-title = Hubo demasiados intentos
error-too-many-body = Espera { $wait } y prueba otra vez.
error-too-many-link = Ir al inicio
error-unavailable-title = No podemos atenderte en este momento
error-unavailable-body = Lo que ya habías guardado no se perdió. Espera un minuto y prueba otra vez.
error-unavailable-link = Ir al inicio
error-unheard-title = No podemos atenderte en este momento
error-unheard-body = Lo que ya habías guardado no se perdió, pero aún no sabemos si tu solicitud llegó. Espera un minuto, vuelve a tus respuestas y pulsa «Enviar solicitud» otra vez. Si ya había llegado, no se enviará dos veces.
error-unheard-link = Volver a mis respuestas
error-broken-title = Algo falló de nuestro lado
error-broken-body = No es tu culpa, y lo que ya habías guardado no se perdió. Prueba otra vez en unos minutos.
error-broken-link = Ir al inicio

refusal-already-submitted = Esta solicitud ya fue enviada.
refusal-finished = Esta solicitud ya está cerrada.
refusal-impossible = En el estado en que está, esto no se puede hacer.
refusal-wrong-actor = Esto no te toca hacerlo a ti.
refusal-awaits-consent = Espera el consentimiento de otra persona. Cuando responda, el caso sigue por sí mismo.
refusal-awaits-opinions = Otras entidades están dando su opinión. Cuando estén todas o termine su plazo, el caso sigue por sí mismo.
refusal-opinion-not-awaited = Ya no se espera esta opinión: fue dada, terminó su plazo o el caso siguió adelante.
refusal-opinion-without-words = Escribe tus razones: solo una opinión favorable puede ir sin ellas.
refusal-awaits-inspection = Aquí no se decide: primero se hace la inspección y se escribe el informe. Decide el paso siguiente.
refusal-nothing-to-inspect = En este paso no hay inspección.
refusal-inspection-in-the-past = Ese momento ya pasó.
refusal-inspection-too-late = La inspección sería después del plazo de este paso. Elige un día antes.
refusal-no-inspection-set = Primero fija el día y la hora de la inspección.
refusal-inspection-is-set = Hay una inspección fijada. Escribe primero su informe.
refusal-inspection-ahead = La hora de la inspección todavía no llega. Si no se puede a esa hora, fija otra.
refusal-inspection-day = La inspección no pudo ser ese día: todavía no llega, o el caso no había llegado a este paso.
refusal-inspection-without-words = Escribe qué no está en orden.
refusal-role-missing = No tienes el rol que pide este paso.
refusal-not-claimed = Nadie ha tomado este caso. Tómalo primero.
refusal-already-held = Este caso ya está contigo.
refusal-held-by-another = Otra persona tiene este caso.
refusal-four-eyes = Ya decidiste otro paso de esta solicitud. Aquí debe decidir otra persona.
refusal-already-approved = Ya aprobaste en este paso. Falta la aprobación de otra persona.
refusal-appeal-needs-another = Una apelación la revisa una persona que no haya decidido antes en el caso.
refusal-nothing-asked = Elige al menos una pregunta.
refusal-may-not-ask = Esa pregunta no se puede pedir de nuevo en este servicio.
refusal-not-asked = Eso no se te pidió.
refusal-too-late = Ya pasó el plazo.
refusal-too-early = Todavía no es el momento.
refusal-reason-for-other = Ese motivo no es para rechazar. Elige otro de la lista.
refusal-unknown-condition = Esa condición no es de este servicio. Elige una de la lista.
refusal-no-conditions-to-write = En este servicio nadie puede escribir condiciones. Deja ese campo vacío.
refusal-condition-too-long = La condición tiene más de 200 letras. Escríbela más corta.
refusal-permit-is-out = Este permiso ya se emitió, así que no se le pueden poner condiciones.
refusal-unknown-reason = Elige uno de los motivos de la lista.
refusal-no-appeal = Este trámite no tiene apelación.
refusal-already-appealed = Ya apelaste una vez.
refusal-nowhere-to-escalate = Desde este paso no se puede pasar el caso ahí.
refusal-not-the-deadline = Este plazo no termina así.

newer-release-wrote = Algo que escribió una versión más nueva del programa ({ $kind })
newer-release-knows = Alguien que conoce una versión más nueva del programa ({ $kind })
error-expired-session-kept-title = Tu sesión terminó
error-expired-session-kept-body = Todavía no se hizo nada, pero lo que escribiste no se perdió: entra otra vez con tu cuenta antes de una hora y vuelves a la página con tu texto. Nadie más lo ve.
error-expired-session-kept-link = Entrar
error-prove-again-kept-title = Muestra otra vez tu segundo paso
error-prove-again-kept-body = Todavía no se hizo nada, pero lo que escribiste no se perdió. Escribe otra vez el código de tu aplicación y vuelves a la página con tu texto: así nadie hace esto desde un escritorio que dejaste abierto.
error-prove-again-kept-link = Escribir el código

# Publicar servicios mientras el sitio funciona.
publish-faults = Archivos sin publicar
publish-faults-lead = Estos archivos están en la carpeta de servicios y lo que dicen no está publicado. Lo publicado antes sigue igual.
publish-new = Nuevo servicio
publish-change = Cambiar el archivo
publish-state-online = Recibe solicitudes
publish-state-paused = En pausa
publish-state-closed = Cerrado en línea
publish-since = Esta versión desde
publish-published = Publicado. Todos los servidores lo ofrecen en unos segundos.
publish-paused = En pausa. Nadie puede empezar una solicitud.
publish-resumed = El servicio recibe solicitudes otra vez.
publish-until = Hasta
publish-until-resumed = Que lo abras de nuevo
publish-versions = Versiones
publish-first = Publicada por primera vez
publish-made-current = Puesta en vigor
publish-is-current = Vigente
publish-by-machine = En el servidor
publish-pause = Poner el servicio en pausa
publish-pause-help = Nadie puede empezar ni enviar una solicitud. Quien ya la envió no nota nada. En la página del servicio se lee esto:
publish-say = Mensaje en { $language }
publish-language-es = español
publish-language-en = inglés
publish-language-qu = quechua
publish-no-say = Escribe lo que la gente debe saber
publish-say-too-long = Escríbelo en 500 letras como máximo
publish-until-field = Hasta (opcional)
publish-until-hint = A esa hora se abre solo. Déjalo vacío para abrirlo tú.
publish-moment-wrong = Escribe una fecha y una hora
publish-moment-past = Escribe una hora que todavía no haya pasado
publish-resume = Abrirlo de nuevo
publish-resume-help = La gente puede solicitar otra vez al instante.
publish-file-lead = Escribe el cambio y revísalo. Verás qué cambia antes de publicar.
publish-file = Archivo del servicio (YAML)
publish-check = Revisar
publish-wrong = El archivo todavía tiene errores
publish-wrong-lead = Cada error aparece con su línea y, si se sabe, con lo que hay que hacer:
publish-refused = Así no se puede publicar
publish-empty = El archivo está vacío. Escríbelo o pégalo abajo.
publish-other-service = El archivo es del servicio «{ $id }» y esta página es de «{ $of }». Deja «service: { $of }» en las primeras líneas o publícalo como servicio nuevo.
publish-service-exists = Ya existe un servicio «{ $id }». Cambia su archivo en su propia página o elige otro nombre.
publish-overtaken = Alguien publicó otra versión después de que abriste esta página. Mira abajo qué cambia tu archivo en esa versión antes de publicarlo.
publish-refused-claims = Los permisos entregados llevan estos datos en este orden, así que solo se pueden agregar datos al final: { $cause }
publish-refused-type = El tipo de permiso { $type } es del servicio «{ $other }» para siempre, porque sus permisos lo llevan. Elige otro número.
publish-refused-language = Las páginas del sitio no existen en estos idiomas: { $languages }
publish-refused-paper = El permiso no cabe en el papel: { $cause }
publish-same = Dice lo mismo que lo publicado: nada cambia para nadie
publish-same-lead = Si cambiaste comentarios, publícalo para que se guarden.
publish-kept = Nada cambia para nadie. El archivo queda guardado como lo escribiste.
publish-is-new = El archivo está bien. Es un servicio nuevo.
publish-differences = Qué cambia
publish-place = Dónde en el archivo
publish-before = Antes del cambio
publish-after = Después del cambio
publish-absent = no está
publish-order = En otro orden:
publish-touched = A quién afecta
publish-touched-lead = Decidimos otra vez las solicitudes de los últimos 30 días, con las reglas de hoy y con las del archivo, solo para contar. Nadie recibe un aviso.
publish-touched-cut = Hay más: se miraron las primeras { $count }. En el servidor, «chasqui publish --dry-run» las mira todas.
publish-touched-none = Ninguna de { $count } solicitudes de los últimos 30 días habría terminado de otra manera.
publish-touched-some = { $changed } de { $count } solicitudes de los últimos 30 días habrían terminado de otra manera.
publish-touched-erased = { $count ->
    [one] { $count } más fue eliminada por ley y no se puede saber.
   *[other] { $count } más fueron eliminadas por ley y no se puede saber.
  }
publish-touched-open = { $count ->
    [one] { $count } solicitud todavía no está decidida. Sigue con su versión.
   *[other] { $count } solicitudes todavía no están decididas. Siguen con su versión.
  }
publish-touched-count = Cuántas
publish-touched-from = Hoy
publish-touched-to = Con el archivo
publish-touched-approved = Aprobadas al final
publish-touched-offices = Dónde hay más
publish-touched-no-office = sin oficina
publish-verdict-not-sent = no se puede enviar
publish-verdict-approved = aprobada al instante: { $reason }
publish-verdict-rejected = rechazada al instante: { $reason }
publish-verdict-referred = deciden personas: { $step }
publish-drafts-pin = { $count ->
    [one] { $count } persona está llenando el formulario y sigue con la versión con que empezó.
   *[other] { $count } personas están llenando el formulario y siguen con la versión con que empezaron.
  }
publish-drafts-cutoff = { $count ->
    [one] { $count } persona está llenando el formulario y tiene que empezar de nuevo.
   *[other] { $count } personas están llenando el formulario y tienen que empezar de nuevo.
  }
publish-drafts-fast-forward = { $count ->
    [one] { $count } persona está llenando el formulario y sigue con la versión nueva.
   *[other] { $count } personas están llenando el formulario y siguen con la versión nueva.
  }
publish-drafts-asked-more = { $count ->
    [one] { $count } de ellas tiene que responder algo más, u otra vez.
   *[other] { $count } de ellas tienen que responder algo más, u otra vez.
  }
publish-advice = Sugerencias
publish-now-lead = Las solicitudes enviadas siguen con la versión con que empezaron.
publish-now = Publicar
publish-since-before = Qué cambió con ella
publish-if-back = Qué cambia si vuelves a ella
publish-go-back = Volver a esta versión
publish-at = Publicar el (opcional)
publish-at-hint = Ese día y a esa hora se publica solo. Déjalo vacío para publicarlo ahora.
publish-at-hint-two = Ese día y a esa hora se publica solo, si antes lo confirman. Déjalo vacío para publicarlo apenas lo confirmen.
publish-ask = Pedir la confirmación de otra persona
publish-takes-two = Este servicio necesita a dos personas: después de que lo pidas, otra persona que pueda publicarlo tiene que confirmarlo.
publish-plan-there = Ya hay otra versión programada para este servicio. Si la tuya se publica antes, la otra ya no se publica sola.
publish-plans = Versiones programadas
publish-plan-asked = Espera a otra persona
publish-plan-asked-when = hasta el { $time }
publish-plan-asked-at = Se puede confirmar hasta
publish-plan-due = Se va a publicar
publish-plan-due-when = { $time }
publish-plan-due-at = Se publica el
publish-plan-done = Publicada
publish-plan-lapsed = Sin publicar: nadie la confirmó
publish-plan-lapsed-lead = Nadie la confirmó a tiempo. Si todavía quieres publicarla, revisa el archivo otra vez:
publish-plan-called-off = Cancelada
publish-plan-given-up = No se publicó en la fecha prevista
publish-plan-given-up-lead = En la fecha prevista ya se había publicado otra versión, el archivo ya no se podía publicar, una de las personas que la programaron y confirmaron ya no puede publicar, o fallaron los servidores. Lo publicado antes sigue igual. Si todavía quieres publicarla, revisa el archivo otra vez:
publish-no-document = Este servicio necesita a dos personas, y las distinguimos por su documento de identidad. Pide a un administrador que registre el tuyo.
publish-plan-once-confirmed = Apenas se confirme
publish-plan-overtaken = Después de programar esta versión se publicó otra, así que esta ya no se va a publicar. Si todavía quieres publicarla, revisa el archivo otra vez:
publish-plan-unreadable = El programa se actualizó después de programarla y ya no lee el archivo igual. No se va a publicar: cancélala y revisa el archivo otra vez:
publish-plan-by-machine = El servidor (por una orden, su carpeta de archivos o un envío)
publish-plan-of-machine = Llegó por el servidor. Confírmala solo si no es tuya.
publish-plan-by = La programó
publish-plan-confirmed-by = La confirmó
publish-plan-own = Tú programaste esta versión, así que tiene que confirmarla otra persona que pueda publicar el servicio.
publish-plan-confirm = Confirmarla
publish-plan-ends-two = Después bastará una persona para publicar este servicio.
publish-plan-call-off = Cancelarla
publish-plan-was-called-off = Cancelada. Lo publicado sigue igual.
publish-plan-was-confirmed = Confirmada.
# Las solicitudes abiertas pasan a la versión vigente.
move-cases = Pasar las solicitudes abiertas a esta versión
move-cases-on-earlier = { $count ->
    [one] { $count } solicitud abierta está en una versión anterior y se decide con sus reglas.
   *[other] { $count } solicitudes abiertas están en versiones anteriores y se deciden con sus reglas.
}
move-cases-lead = Las solicitudes que se enviaron con una versión anterior siguen en ella hasta que las pases. Abajo ves qué pasaría con ellas; nada se mueve antes de que lo digas.
move-cases-to = Pasan a
move-cases-from = Están en
move-cases-none = Ninguna solicitud abierta está en otra versión.
move-cases-count = { $count ->
    [one] { $count } solicitud
   *[other] { $count } solicitudes
}
move-cases-steps = Dónde están y adónde irían
move-cases-steps-lead = Cada paso va al que se llama igual. Para los demás, elige adónde van sus solicitudes y vuelve a mirar.
move-cases-cut = Hay más: se miraron las primeras { $count }. En el servidor, «chasqui move-cases --dry-run» las mira todas.
move-cases-step = Paso
move-cases-cases = Solicitudes
move-cases-target = Va a
move-cases-target-of = Adónde van las solicitudes de «{ $step }»
move-cases-no-target = A ninguno: se quedan
move-cases-goes = Pasarían
move-cases-stays = Se quedarían, y por qué
move-cases-look = Volver a mirar
move-cases-changed = Elegiste otros pasos que aquellos cuyo resultado habías visto. Esto es lo que pasaría con ellos: revísalo y luego pasa las solicitudes. No se pasó ninguna.
move-cases-do = Pasarlas
move-cases-moved = { $count ->
    [one] Pasaría { $count } solicitud.
   *[other] Pasarían { $count } solicitudes.
}
move-cases-left = { $count ->
    [one] { $count } se quedaría donde está.
   *[other] { $count } se quedarían donde están.
}
move-cases-do-lead = Cada solicitud empieza de nuevo su paso con las reglas nuevas: quien la tiene la devuelve a la cola, y un visto bueno que se dio en ese paso ya no cuenta. A quien se le pidió algo conserva su plazo, y lo cobrado no cambia. Queda en el historial de cada solicitud; nadie recibe una carta, salvo a quienes se les pide otra vez su consentimiento. No se puede deshacer de una vez para todas.
move-cases-takes-two = Otra persona que pueda publicar este servicio debe confirmarlo.
move-cases-now = Pasar las solicitudes
move-cases-ask = Pedir que otra persona lo confirme
move-cases-moves = Pases de solicitudes
move-cases-waiting = Espera a otra persona
move-cases-waiting-lead = Otra persona que pueda publicar este servicio puede confirmarlo hasta el { $time }.
move-cases-lapsed = No se pasaron: nadie lo confirmó
move-cases-lapsed-lead = Nadie lo confirmó a tiempo. No pasó ninguna solicitud.
move-cases-running = Se están pasando las solicitudes
move-cases-done = Se pasaron las solicitudes
move-cases-given-up = Se dejó de pasar las solicitudes
move-cases-given-up-lead = Mientras tanto se publicó otra versión, alguna de las personas que lo pidieron ya no puede publicar, o fallaron los servidores. Las que ya pasaron se quedan así.
move-cases-trouble = Un servidor tuvo un problema y lo intenta de nuevo.
move-cases-own = Tú lo pediste, así que debe confirmarlo otra persona que pueda publicar este servicio.
move-cases-look-first = Mira qué pasaría
move-cases-confirm = Confirmarlo
move-cases-concerned = { $count ->
    [one] { $count } solicitud abierta está en una versión anterior.
   *[other] { $count } solicitudes abiertas están en versiones anteriores.
}
move-cases-was-moved = { $count ->
    [one] Pasó { $count } solicitud.
   *[other] Pasaron { $count } solicitudes.
}
move-cases-was-left = { $count ->
    [one] { $count } se quedó donde estaba.
   *[other] { $count } se quedaron donde estaban.
}
move-cases-why-left = Mira por qué
move-cases-stays-finished = Ya terminó
move-cases-stays-already-there = Ya está en esa versión
move-cases-stays-unreadable = Su versión no se puede leer
move-cases-stays-newer-release = Una versión más nueva del programa guarda algo de ella
move-cases-stays-own-affair = Te nombra a ti, y nadie cambia lo que lo nombra
move-cases-stays-permit-awaits = Está aprobada y espera un consentimiento
move-cases-stays-time-is-up = Su plazo en el paso ya venció, y está por ocurrir lo que corresponde
move-cases-stays-nothing-left = En esta versión no le queda ningún paso: solo le falta su permiso
move-cases-stays-rules-reject = Una regla de esta versión la rechazaría
move-cases-stays-too-far = Llegaría a «{ $step }» saltándose pasos en los que nadie ha decidido: envíala a uno anterior
move-cases-stays-contact-changes = Los correos irían a otra dirección o a ninguna, o la abriría otro documento
move-cases-stays-no-step = No se eligió ningún paso
move-cases-stays-other-purpose = Uno de los dos pasos atiende apelaciones, revisa muestras o ya tiene fecha de inspección, y el otro no
move-cases-stays-answer-missing = Sin respuesta a «{ $question }»
move-cases-stays-answer-wrong = La respuesta a «{ $question }» no sirve
move-cases-stays-office-gone = La oficina { $office } ya no está
move-cases-stays-asked-gone = Al solicitante se le pregunta «{ $question }», y esta versión no se lo pregunta
move-cases-stays-condition-gone = Se puso una condición que ya no existe
move-cases-stays-not-offered = Lo que pide sobre un permiso anterior ya no se ofrece
admin-action-case-move-asked = pidió pasar solicitudes abiertas a la versión vigente
admin-action-case-move-confirmed = confirmó el pase de solicitudes abiertas
admin-action-case-move-lapsed = nadie confirmó a tiempo el pase de solicitudes abiertas
admin-action-case-move-ended = pasó solicitudes abiertas a otra versión
service-paused = Por ahora no se reciben solicitudes
service-paused-until = No se reciben solicitudes hasta el { $until }
admin-action-publication-planned = programó una versión de un servicio
admin-action-publication-confirmed = confirmó una versión programada
admin-action-publication-called-off = canceló una versión programada
admin-action-publication-lapsed = no se confirmó a tiempo una versión programada
admin-action-publication-given-up = no se pudo publicar una versión programada
admin-action-service-paused = puso un servicio en pausa
admin-action-service-resumed = abrió de nuevo un servicio
admin-asked-see-versions = ver las versiones de un servicio

site-banner-title = Aviso en todo el sitio
site-banner-lead = Una frase sobre todas las páginas que ve el público: una interrupción, un cambio de horario, una estafa que circula. No lleva enlaces.
site-banner-now = Lo que se lee ahora
site-banner-since = Desde el { $since }.
site-banner-until = Se retira solo el { $until }.
site-banner-take-down = Retirar el aviso
site-banner-new = Poner un aviso
site-banner-show = Poner el aviso
site-banner-until-hint = Déjalo vacío si lo retirarás tú
site-banner-shown = El aviso ya se lee en todas las páginas.
site-banner-taken-down = El aviso se retiró.
site-banner-too-long = Escríbelo en 300 letras como máximo
admin-action-banner-shown = puso un aviso en todo el sitio
admin-action-banner-taken-down = retiró el aviso del sitio

# El formulario
progress = Paso { $number } de { $of }
draft-kept = Guardamos lo que escribes en este navegador durante 7 días. Puedes cerrar la página y seguir después.
choose = Elige
date-day = Día
date-month = Mes
date-year = Año
hint-date = Por ejemplo, 27 3 1985.
hint-time = De 00:00 a 23:59.
hint-choices = Marca todas las que correspondan.
document-kind = Tipo de documento
document-number = Número
document-dni = DNI
document-foreigner-card = Carné de extranjería
document-passport = Pasaporte
department = Departamento
province = Provincia
district = Distrito
address-street = Calle y número
address-reference = Referencia para llegar
remove = Quitar
add-another = Agregar otro
unprintable-letter = El permiso impreso no puede mostrar la letra «{ $letter }». Escríbelo con letras del alfabeto latino, como está en tu documento.
unprintable-long = Es demasiado largo para el permiso impreso. Escríbelo más corto.
unprintable-sign = El permiso impreso no puede mostrar el signo { $code }. Bórralo; si no lo ves, escribe todo de nuevo sin copiar y pegar.
stop-title = No puedes pedir este permiso
stop-body = Lo que respondiste quedó guardado, pero no se envió nada.
stop-change = Cambiar mis respuestas
stop-service = Volver a la página del trámite

# Revisar y enviar
check-title = Revisa tus respuestas
check-send-title = Envía tu solicitud
check-send-body = Al enviarla confirmas que, hasta donde sabes, lo que respondiste es verdad.
check-send = Enviar solicitud
no-answer = Sin respuesta
change = Cambiar

# Confirmación
sent-title = Recibimos tu solicitud
sent-reference = Tu número de solicitud es
sent-next = Qué pasa ahora
sent-mail = Te escribimos a { $email } con un enlace a esta página. Si no lo ves, revisa tu correo no deseado.
sent-no-mail = No nos diste un correo. Anota tu número de solicitud: con él y tu número de documento puedes ver en qué está.
rating-title = ¿Qué te pareció este trámite?
rating-5 = Muy bien
rating-4 = Bien
rating-3 = Regular
rating-2 = Mal
rating-1 = Muy mal
rating-comment = ¿Qué podemos mejorar?
rating-comment-hint = No pongas tu nombre ni datos personales.
rating-send = Enviar opinión
rated = Gracias por tu opinión

# En qué está
status-title = Solicitud
status-queued = En cola
status-claimed = En revisión
status-waiting = Te falta responder
status-approved = Aprobada
status-rejected = Rechazada
status-withdrawn = Retirada
status-lapsed = Cerrada por plazo
next-queued = Una persona la va a revisar. No tienes que hacer nada: te avisaremos por correo.
next-claimed = Una persona la está revisando ahora. No tienes que hacer nada: te avisaremos por correo.
next-waiting = Necesitamos que respondas algo. Ábrelo con el enlace que te enviamos por correo.
next-approved = Tu permiso está listo. Llévalo impreso o en tu teléfono, junto con tu documento de identidad.
next-approved-suspended = Tu permiso está suspendido: por ahora no vale. No lo uses hasta que esta página diga que vale otra vez.
next-approved-revoked = Tu permiso fue anulado: ya no vale. Si todavía necesitas uno, presenta otra solicitud.
next-approved-replaced = Tu permiso fue reemplazado por otro más nuevo: este ya no vale. Usa el nuevo.
next-rejected = No podemos darte el permiso.
next-withdrawn = Retiraste esta solicitud. Si cambias de idea, puedes hacer otra.
next-lapsed = Se cerró porque pasó el plazo. Si todavía necesitas el permiso, haz otra solicitud.
queue-ahead = { $count ->
    [0] No hay solicitudes delante de la tuya.
    [one] Hay { $count } solicitud delante de la tuya.
   *[other] Hay { $count } solicitudes delante de la tuya.
  }
queue-wait = La mitad de las solicitudes como esta se deciden en { $wait } o menos.
queue-no-figure = Todavía no sabemos cuánto demora: hay pocas solicitudes decididas.
asked-title = Necesitamos que respondas algo
asked-until = Tienes hasta el { $until }.
asked-answer = Responder
timeline-title = Qué ha pasado
your-answers = Ver mis respuestas
event-submitted = Recibimos tu solicitud.
event-asked = Te pedimos que respondas algo.
event-answered = Respondiste.
event-advanced = Pasó al siguiente paso: { $step }.
event-approved = Se aprobó.
event-rejected = Se rechazó.
event-overturned = Una persona la revisó después y se anuló el permiso.
event-withdrawn = La retiraste.
event-appealed = Apelaste.
event-lapsed = Se cerró porque pasó el plazo.
event-permit-suspended = Tu permiso quedó suspendido.
event-permit-reinstated = Tu permiso vale otra vez.
event-permit-revoked = Tu permiso fue anulado.
event-permit-replaced = Un permiso más nuevo reemplazó al tuyo.
event-permit-signed-anew = Tu permiso tiene un código nuevo. El permiso impreso anterior ya no es válido.

# El permiso
permit-title = Tu permiso
permit-number = Número de permiso
permit-from = Vale desde
permit-until = Vale hasta
permit-download = Descargar el permiso (PDF)
permit-page = Ver el permiso como página web
permit-code = Código QR del permiso { $number }
permit-active = Vigente
permit-suspended = Suspendido
permit-revoked = Anulado
permit-replaced = Reemplazado
permit-expired = Vencido
renew-body = Puedes pedir otro con las mismas respuestas. Las revisas antes de enviar.
renew-start = Renovar
replace-start = Corregir un dato o avisar que perdiste el permiso
replace-title = Pedir otro permiso en lugar de este
replace-body = Este permiso vale hasta que el nuevo entre en vigencia. Después deja de valer, y quien lo tenga no podrá usarlo.
replace-label = ¿Qué pasó?
replace-correction = Un dato está mal o cambió
replace-loss = Lo perdí o me lo robaron
replace-missing = Elige qué pasó
check-replaces = Este pedido reemplaza al permiso que ya tienes. Revisa tus respuestas y cambia lo que haga falta. El permiso anterior vale hasta que el nuevo entre en vigencia.

# Buscar, responder, retirar, apelar
find-title = En qué está mi solicitud
find-body = Con tu número de solicitud y tu número de documento puedes ver en qué está.
find-known = Para ver en qué está, escribe tu número de documento. Para todo lo demás, abre esta página con el enlace que te enviamos por correo.
find-reference = Número de solicitud
find-reference-hint = Está en la confirmación y en el correo. Por ejemplo, 7K2Q-M9XT-4.
find-document = Número de documento de identidad
find-document-hint = El que pusiste en la solicitud.
find-button = Ver en qué está
find-mail = Para descargar tu permiso, responder o retirar tu solicitud, usa el enlace del correo que te enviamos.
find-reference-missing = Escribe tu número de solicitud
find-reference-mistyped = Revisa tu número de solicitud: tiene un error de escritura
find-document-missing = Escribe tu número de documento
find-not-found = No encontramos una solicitud con ese número y ese documento. Revisa los dos
found-more = Para ver los detalles, descargar tu permiso, responder o retirar tu solicitud, abre el enlace del correo que te enviamos.
answer-title = Responde lo que te pedimos
answer-button = Enviar respuestas
answer-further = Por lo que respondiste, necesitamos saber también esto.
answer-unfit = Esto no coincide con tus otras respuestas.
answer-stop-body = No se envió lo que respondiste. Tu solicitud sigue igual.
withdraw-start = Retirar mi solicitud
withdraw-title = ¿Quieres retirar tu solicitud?
withdraw-body = Dejaremos de revisarla. No se puede deshacer, pero puedes hacer otra cuando quieras.
withdraw-button = Retirar mi solicitud
appeal-title = ¿No estás de acuerdo?
appeal-until = Puedes apelar hasta el { $until }. La revisará otra persona.
appeal-start = Apelar
appeal-body = Cuéntanos por qué crees que la decisión está mal. Lo leerá una persona que no decidió antes en tu caso. Solo puedes apelar una vez.
appeal-label = Por qué no estás de acuerdo
appeal-missing = Escribe por qué no estás de acuerdo
appeal-too-long = Escribe como máximo 4000 letras
appeal-button = Enviar apelación

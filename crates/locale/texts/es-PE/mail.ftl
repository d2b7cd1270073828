mail-received-subject = Recibimos tu solicitud { $reference }
mail-received-body =
    Hola, { $name }:

    Recibimos tu solicitud de «{ $service }». Tu número de solicitud es { $reference }.

    { $told }

    { $expected }

    { $payment }

    Mira aquí cómo va, en cualquier momento:
    { $link }

    Este enlace es solo tuyo. No lo compartas: con él se puede ver y retirar tu solicitud.

mail-advanced-subject = Tu solicitud { $reference } sigue su camino
mail-advanced-body =
    Hola, { $name }:

    Tu solicitud de «{ $service }» llegó a este paso: { $step }.

    { $told }

    { $expected }

    Mira cómo va en cualquier momento:
    { $link }

mail-asked-subject = Necesitamos un dato más para tu solicitud { $reference }
mail-asked-body =
    Hola, { $name }:

    Para seguir con tu solicitud de «{ $service }» necesitamos algo de ti:

    { $message }

    Respóndenos aquí antes del { $until }:
    { $link }

    Si no recibimos tu respuesta hasta entonces, cerraremos tu solicitud. Podrás hacer otra.

mail-consent-awaited = Escribimos a { $address } para pedir su consentimiento. Cuando responda, te avisaremos.

mail-consent-asked-subject = { $name } te pide tu consentimiento (solicitud { $reference })
mail-consent-asked-body =
    Hola:

    { $name } pidió «{ $service }» y nos dio tu correo, porque para seguir hace falta tu consentimiento.

    { $asks }

    Mira de qué se trata y responde aquí hasta el { $until }:
    { $link }

    Si no conoces a { $name } o no estás de acuerdo, dilo en esa misma página. No reenvíes este correo: con el enlace se responde en tu nombre.

mail-inspection-set-subject = Inspección el { $when } (solicitud { $reference })
mail-inspection-set-body =
    Hola, { $name }:

    Por tu solicitud de «{ $service }» haremos una inspección el { $when }. Si tenías otra fecha, esta la reemplaza.

    { $place }

    { $prepare }

    Alguien tiene que estar allí. Si no puedes, avísanos antes. Lo ves también aquí:
    { $link }

mail-payment = Tienes que pagar { $total }. { $pay }
mail-begins = Todavía no vale: empieza a valer el { $from }.
mail-conditions = La oficina te puso condiciones: { $conditions }
mail-checked = Quién verifica el permiso con su código QR: { $who }.

mail-approved-subject = Tu permiso { $permit } está listo
mail-approved-body =
    Hola, { $name }:

    Aprobamos tu solicitud de «{ $service }». Tu permiso va en el archivo adjunto.

    Número de permiso: { $permit }
    Vale hasta: { $until }

    { $conditions }

    { $begins }

    { $payment }

    Llévalo impreso o en tu teléfono, junto con tu documento de identidad.

    { $checked }

    También puedes descargarlo aquí:
    { $link }

mail-rejected-subject = No aprobamos tu solicitud { $reference }
mail-rejected-body =
    Hola, { $name }:

    No aprobamos tu solicitud de «{ $service }».

    Motivo: { $reason }

    { $note }

    Aquí ves qué puedes hacer ahora:
    { $link }

mail-lapsed-subject = Cerramos tu solicitud { $reference }
mail-lapsed-body =
    Hola, { $name }:

    Cerramos tu solicitud de «{ $service }» porque pasó el plazo. Si todavía necesitas el permiso, haz otra solicitud.

    Aquí ves el detalle:
    { $link }

mail-withdrawn-subject = Retiraste tu solicitud { $reference }
mail-withdrawn-body =
    Hola, { $name }:

    Retiraste tu solicitud de «{ $service }». Ya no la revisaremos. Si cambias de idea, haz otra.

    { $link }

mail-revoked-subject = Tu permiso ya no vale (solicitud { $reference })
mail-revoked-body =
    Hola, { $name }:

    Anulamos tu permiso de «{ $service }». Ya no puedes usarlo.

    Motivo: { $reason }

    Si crees que es un error, avísanos: nuestros datos están al final de este correo. Aquí ves tu solicitud:
    { $link }

mail-reissued-subject = Tu permiso tiene un código nuevo (solicitud { $reference })
mail-reissued-body =
    Hola, { $name }:

    Cambiamos el código QR de tu permiso { $permit } de «{ $service }» por seguridad. El permiso impreso anterior ya no vale: imprime el que va adjunto, o llévalo en tu teléfono.

    Tu permiso sigue siendo el mismo y vale hasta: { $until }. No tienes que hacer ningún trámite.

    También lo encuentras aquí:
    { $link }

mail-replaced-subject = Tu permiso { $permit } fue reemplazado (solicitud { $reference })
mail-replaced-body =
    Hola, { $name }:

    Un permiso más nuevo reemplazó a tu permiso { $permit } de «{ $service }», que ya no vale. Usa el nuevo.

    Si no sabes de este cambio, avisa a la entidad que te dio el permiso. Aquí ves tu solicitud:
    { $link }

mail-link-subject = El enlace a tu solicitud { $reference }
mail-link-body =
    Hola, { $name }:

    Con este enlace abres tu solicitud de «{ $service }»:
    { $link }

    Sirve 90 días. La primera vez en cada equipo te pide tu número de documento. No lo compartas.

mail-address-corrected-subject = Ya no te escribimos aquí sobre la solicitud { $reference }
mail-address-corrected-body =
    Hola:

    Quien hizo la solicitud { $reference } de «{ $service }» cambió su correo. Desde ahora le escribimos al correo nuevo, y los enlaces que recibiste en este ya no la abren.

    Si la solicitud es tuya y no hiciste este cambio, avisa hoy a la entidad. Sus datos están en la página del trámite:
    { $link }

mail-kept-subject = No borramos los datos de tu solicitud { $reference }
mail-kept-body =
    Hola, { $name }:

    Pediste que borremos los datos de tu solicitud de «{ $service }». Decidimos no borrarlos.

    Motivo: { $reason }

    Aquí ves qué guardamos de ti y hasta cuándo:
    { $link }

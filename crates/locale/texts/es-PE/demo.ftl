demo-mail-title = Correos de la demostración
demo-mail-lead = Nada de aquí sale de esta computadora. Estos son los correos que recibirían los ciudadanos.
demo-mail-empty = Todavía no hay correos. Haz una solicitud y vuelve a cargar esta página.
demo-mail-to = Para { $address }

workflow-submitted = Solicitud
workflow-permit = Permiso
workflow-rejected = Sin permiso
workflow-yes = sí
workflow-no = no
workflow-only-if = solo si { $when }
workflow-after = pasan { $time }
workflow-otherwise = ninguna regla decide
workflow-promise = se promete en { $time }
workflow-sample = muestra al azar
workflow-appeal = apelación
workflow-opinions = opiniones de { $bodies }
workflow-opinions-there = están todas
workflow-opinions-until = a lo más { $time }; después sigue
workflow-inspection = { $role } · inspección
workflow-inspected = con el informe
workflow-consent = consentimiento de otra persona, si se pide su correo
workflow-people =
    { $count ->
        [one] { $count } persona
       *[other] { $count } personas
    }

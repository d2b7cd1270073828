opinions-title = Opiniones
opinions-lead = Estos casos esperan tu opinión. Ves de qué trata y nada más de la solicitud.
opinions-none = Nada espera tu opinión.
opinions-count =
    { $count ->
        [one] { $count } caso
       *[other] { $count } casos
    }
opinions-body = Opinión
opinions-given = Enviaste tu opinión. Gracias.
opinion-title = Opinión
opinion-shown = De qué trata
opinion-until = Puedes darla hasta el { $until }. Después:
opinion-give = Dar la opinión
opinion-outcome = Opinión
opinion-outcome-favourable = Favorable
opinion-outcome-with-conditions = Favorable, con recomendaciones
opinion-outcome-unfavourable = Desfavorable
opinion-words = Razones
opinion-words-hint = Qué se debe cumplir o qué lo impide. Solo una opinión favorable puede ir sin razones. La lee la oficina; después no se puede cambiar.
opinion-send = Enviar la opinión
opinion-no-outcome = Elige una opinión
opinion-no-words = Escribe tus razones
opinion-changed = La solicitud cambió desde que abriste esta página. Mírala otra vez, por favor: no se envió nada.
opinion-was-given = { $name } dio esta opinión el { $at }.
opinion-over = Ya no se espera esta opinión: terminó su plazo o el caso siguió adelante.
opinion-back = Volver a las opiniones
opinion-silence-favourable = el silencio vale como opinión favorable.
opinion-silence-unfavourable = el silencio vale como opinión desfavorable.
opinion-silence-without = la oficina sigue sin ella.
office-opinions = Opiniones
office-opinion-by = { $name }, { $at }
office-opinion-silent = No llegó hasta el { $at }
office-opinion-awaited = Se espera
office-opinion-dropped = El caso siguió sin ella
office-opinion-earlier = Trata de respuestas anteriores: lo que se mostró cambió desde entonces.
role-consultee = Entidad que opina
role-consultee-of = Opinión: { $body }

own-data-link = Qué guardamos de ti
own-data-title = Qué guardamos de ti
own-data-lead = Esto es todo lo que guardamos de esta solicitud. Puedes llevártelo en un archivo.
own-data-download = Descargar mis datos (JSON)
own-data-keeping = Cuánto tiempo
own-data-until = Lo borramos por nuestra cuenta el { $at }.
own-data-open = Lo guardamos mientras tu solicitud esté abierta.
own-data-for-ever = Este trámite no tiene una fecha en que lo borremos por nuestra cuenta. Puedes pedir que lo borremos.
own-data-erased = Borramos tus datos el { $at }. Solo queda que hubo una solicitud, cuándo fue y cómo terminó.
own-data-answers = Tus respuestas
own-data-letters = Correos que te enviamos
own-data-letter-to = { $subject }, a { $to }
own-data-permits = Permisos
own-data-permit = { $number }: { $status }, vale hasta { $until }
own-data-no-letters = Ninguno.

erase-own-start = Pedir que borren mis datos
erase-own-title = ¿Quieres que borremos tus datos?
erase-own-body = Borraremos tu nombre, tus respuestas y los correos de esta solicitud. No se puede deshacer.
erase-own-permit = Si tienes un permiso vigente de esta solicitud, dejará de valer.
erase-own-two = Lo deciden dos personas de la oficina. La ley puede obligarnos a guardarlos: si es así, te diremos por qué.
erase-own-label = Por qué lo pides (si quieres)
erase-own-too-long = Escribe el motivo en 2000 letras o menos
erase-own-hint = No escribas datos que no hagan falta.
erase-own-button = Pedir que los borren
erase-own-open = Tu solicitud todavía está abierta. Retírala primero, o espera la decisión; después puedes pedir que borremos tus datos.
erase-own-asked = Pediste que borremos tus datos el { $at }. Te diremos aquí qué decidimos.
erase-own-refused = El { $at } decidimos no borrar tus datos: { $why }
erase-own-refused-silent = El { $at } decidimos no borrar tus datos.
erase-own-again = Puedes pedirlo otra vez si algo cambió.

office-nav-erasures = Borrado por ley
erasures-title = Borrado por ley
erasures-lead = Una persona propone y otra confirma. Lo borrado no se puede recuperar.
erasures-count = { $count ->
    [one] { $count } pedido
   *[other] { $count } pedidos
  }
erasures-none = Nadie espera una decisión.
erasures-case = Solicitud
erasures-asked = Pedido el
erasures-ground = Motivo
erasures-state = Falta
erasures-needs-first = Que alguien lo proponga
erasures-needs-second = Que otra persona lo confirme
erasure-link = Borrar por ley
erasure-title = Borrar por ley
erasure-what = Se borran el nombre, las respuestas, los correos, lo que dicen sus permisos y a qué permiso se refieren las verificaciones y los reportes. Quedan el número de solicitud, las fechas, las decisiones y los permisos por su número. No se puede deshacer.
erasure-permits = { $count ->
    [one] Primero se anula un permiso que todavía vale.
   *[other] Primero se anulan { $count } permisos que todavía valen.
}
erasure-open = La solicitud sigue abierta: primero hay que decidirla, o que la retiren.
erasure-erased = Se borró el { $at }.
erasure-own = Es tu propia solicitud, o apareces en ella: decide otra persona.
erasure-asked-by-applicant = Lo pidió quien hizo la solicitud, el { $at }.
erasure-asked-by = Lo pidió { $name }, el { $at }.
erasure-proposed-by = Lo propuso { $name }, el { $at }. Confirma otra persona.
erasure-refused-by = { $name } decidió no borrar, el { $at }.
erasure-done-by = { $name } lo confirmó, el { $at }.
erasure-ground = Motivo
erasure-ground-holder = Lo pide la persona
erasure-ground-order = Orden de una autoridad
erasure-ground-excess = No se debió recoger
erasure-ground-other = Otro motivo
erasure-words = Explicación
erasure-words-hint = La lee quien confirma. Se borra junto con los datos.
erasure-propose = Proponer que se borre
erasure-confirm = Confirmar y borrar para siempre
erasure-refuse = No borrar
erasure-refusal = Por qué no se borra
erasure-refusal-hint = Se lo decimos a quien lo pidió.
erasure-no-words = Escribe el motivo
erasure-no-ground = Elige un motivo
erasure-asked-already = Ya se pidió, y espera a otra persona.
erasure-same-person = Confirma otra persona: tú lo propusiste.
erasure-not-proposed = Todavía nadie de la oficina lo propuso.
erasure-history = Pedidos anteriores
erasure-notice-proposed = Quedó propuesto. Falta que otra persona lo confirme.
erasure-notice-erased = Se borró.
erasure-notice-refused = Se decidió no borrar.
service-kept-for = Guardamos lo que envías durante { $length } después de que tu solicitud o tu permiso terminen. Luego lo borramos.
erasure-changed = Esto cambió mientras lo mirabas, así que no guardamos tu acción. Así está ahora.

# Administración.
admin-name = Nombre
admin-grants = Roles
admin-disabled = Sin acceso
admin-add = Agregar persona
admin-first-password = Primera contraseña (12 letras o más; una frase se recuerda mejor)
admin-new-password = Contraseña nueva (12 letras o más)
admin-set-password = Cambiar la contraseña
admin-role = Rol
admin-only-service = Solo para el servicio
admin-only-office = Solo para la oficina
admin-grant = Dar este rol
admin-ungrant = Quitar
admin-disable = Quitar el acceso
admin-enable = Devolver el acceso
admin-is-disabled = Esta persona no puede entrar.
admin-no-name = Escribe el nombre
admin-no-email = Escribe el correo electrónico
admin-no-role = Escribe el rol
admin-unknown-role = Ese rol no existe. Elige uno de la lista
admin-short-password = La contraseña es muy corta: 12 letras o más
admin-email-taken = Ya hay una persona con ese correo
admin-own-account = No puedes quitarte el acceso ni los roles a ti mismo
admin-document = Documento de identidad
admin-document-optional = Documento de identidad: DNI, carné de extranjería o pasaporte (se puede agregar después)
admin-document-new = DNI, carné de extranjería o pasaporte
admin-document-lead = Nadie decide sobre una solicitud que lo nombra, y cada persona tiene una sola cuenta. Ambas cosas se saben por el documento.
admin-document-none = Todavía no tiene
admin-document-ending = Termina en { $ending }
admin-documents-missing = { $count ->
    [one] { $count } persona que decide todavía no tiene documento.
   *[other] { $count } personas que deciden todavía no tienen documento.
  }
admin-set-document = Poner el documento
admin-no-document = Escribe el número de un documento de identidad, como está impreso en él
admin-document-taken = Otra cuenta tiene ese documento. Cada persona tiene una sola cuenta
admin-mailbox-taken = Lo que se escribe a ese correo llega al buzón de otra cuenta. Cada persona tiene una sola cuenta
admin-own-document = Tu propio documento lo pone otro administrador

admin-mail-title = Correos que no llegaron
admin-mail-lead = Se intentó muchas veces y se dejó de intentar. Corrige la causa y envíalos otra vez.
admin-mail-none = Ninguno. Todo llegó o está en camino.
admin-letter = Correo
admin-to = Para
admin-given-up = Se dejó de intentar
admin-attempts = Intentos
admin-error = Error

admin-audit-title = Registro
admin-audit-lead = Quién hizo qué. Nadie cambia ni borra una línea desde aquí. Cada solicitud tiene además su propia historia.
admin-number = Línea
admin-when = Cuándo
admin-who = Quién
admin-what = Qué
admin-about = Sobre qué
admin-older = Más antiguas
admin-action-logged-in = entró
admin-action-log-in-refused = intento fallido de entrar
admin-action-logged-out = salió
admin-action-person-added = agregó a una persona
admin-action-person-changed = cambió a una persona
admin-action-person-disabled = quitó el acceso
admin-action-person-enabled = devolvió el acceso
admin-action-version-published = publicó una versión
admin-action-permit-changed = cambió un permiso
admin-action-permits-revoked = anuló muchos permisos
admin-action-mail-resent = envió un correo otra vez
admin-action-case-seen = miró un caso que no le toca decidir
admin-action-erased = borró datos personales por ley

admin-service-id = Nombre en las direcciones
admin-service-published = Publicada
admin-service-version = Versión
admin-service-mean = Opinión de 30 días
admin-service-of-five = { $mean } de 5
admin-service-no-ratings = Todavía no hay opiniones
admin-service-scores = Cuántas personas dieron 1, 2, 3, 4 y 5

admin-keys-lead = Las claves públicas con las que se comprueban los permisos, como las ven los verificadores:
admin-key = Clave
admin-key-purpose = Firma
admin-key-permit = Permisos
admin-key-status = Listas de estado y descripciones
admin-key-in-use = En uso
admin-key-retired = Retirada
admin-key-ends = Deja de valer

admin-root-lead = Una clave raíz, guardada sin conexión, responde por las claves de este servidor:
admin-root = Huella de la raíz
admin-root-version = Versión del conjunto
admin-root-ends = Vale hasta
admin-root-soon = El conjunto de claves vence pronto. Firma el siguiente con la raíz; sin él, ningún verificador dará un permiso por válido.
admin-root-over = El conjunto de claves venció. Ningún verificador da un permiso por válido, y aquí no se firma nada hasta que instales el siguiente.
admin-root-none = Ninguna clave raíz responde por estas claves: los verificadores confían directamente en el servidor. Para un servicio real, crea una raíz (docs/keys.md).
admin-key-waits = Espera la firma de la raíz
admin-key-voided = Anulada aquí; los verificadores la aceptan hasta el próximo conjunto

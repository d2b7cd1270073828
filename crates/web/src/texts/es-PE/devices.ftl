# What phones and keys do, in the log of administration.
admin-deed-device-offered = invitó a un teléfono
admin-deed-device-enrolled = registró un teléfono
admin-deed-device-changed = cambió un teléfono
admin-deed-device-revoked = quitó el acceso a un teléfono
admin-deed-permit-looked-up = buscó un permiso
admin-deed-incident-reported = envió un reporte
admin-deed-incident-closed = cerró un reporte
admin-deed-permit-signed-anew = firmó otra vez un permiso
admin-deed-key-voided = anuló una clave
admin-by-number = por número
admin-by-plate = por placa
admin-device = Teléfono «{ $name }»

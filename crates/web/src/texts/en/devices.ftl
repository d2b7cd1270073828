# What phones and keys do, in the log of administration.
admin-deed-device-offered = invited a phone
admin-deed-device-enrolled = enrolled a phone
admin-deed-device-changed = changed a phone
admin-deed-device-revoked = shut a phone out
admin-deed-permit-looked-up = looked up a permit
admin-deed-incident-reported = sent a report
admin-deed-incident-closed = closed a report
admin-deed-permit-signed-anew = signed a permit anew
admin-deed-key-voided = voided a key
admin-by-number = by number
admin-by-plate = by plate
admin-device = Phone “{ $name }”

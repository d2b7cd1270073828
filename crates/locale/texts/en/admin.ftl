# Administration.
admin-name = Name
admin-grants = Roles
admin-disabled = No access
admin-add = Add a person
admin-first-password = First password (12 letters or more; a sentence is easier to remember)
admin-new-password = New password (12 letters or more)
admin-set-password = Change the password
admin-role = Role
admin-only-service = Only for the service
admin-only-office = Only for the office
admin-grant = Give this role
admin-ungrant = Take away
admin-disable = Take access away
admin-enable = Give access back
admin-is-disabled = This person cannot log in.
admin-no-name = Write the name
admin-no-email = Write the e-mail address
admin-no-role = Write the role
admin-unknown-role = There is no such role. Choose one of the list
admin-short-password = The password is too short: 12 letters or more
admin-email-taken = Somebody has that address already
admin-own-account = You cannot take your own access or roles away
admin-document = Identity document
admin-document-optional = Identity document: DNI, foreigner’s card or passport (can be added later)
admin-document-new = DNI, foreigner’s card or passport
admin-document-lead = Nobody decides on an application that names them, and one person has one account. Both are known by the document.
admin-document-none = None yet
admin-document-ending = Ends in { $ending }
admin-documents-missing = { $count ->
    [one] { $count } person who decides has no document yet.
   *[other] { $count } people who decide have no document yet.
  }
admin-set-document = Set the document
admin-no-document = Write the number of an identity document, as it is printed there
admin-document-taken = Another account has that document. One person has one account
admin-mailbox-taken = Mail to that address arrives in another account’s mailbox. One person has one account
admin-own-document = Another administrator must set your own document

admin-mail-title = Mail that did not arrive
admin-mail-lead = It was tried many times and given up. Mend the cause and send it again.
admin-mail-none = None. Everything has arrived or is on its way.
admin-letter = Message
admin-to = To
admin-given-up = Given up
admin-attempts = Attempts
admin-error = Error

admin-audit-title = Log
admin-audit-lead = Who did what. Nobody changes or removes a line from here. Each application has its own history besides.
admin-number = Line
admin-when = When
admin-who = Who
admin-what = What
admin-about = About
admin-older = Older
admin-action-logged-in = logged in
admin-action-log-in-refused = failed attempt to log in
admin-action-logged-out = logged out
admin-action-person-added = added a person
admin-action-person-changed = changed a person
admin-action-person-disabled = took access away
admin-action-person-enabled = gave access back
admin-action-version-published = published a version
admin-action-permit-changed = changed a permit
admin-action-permits-revoked = revoked many permits
admin-action-mail-resent = sent a message again
admin-action-case-seen = looked at a case that is not theirs to decide
admin-action-erased = erased personal data by law

admin-service-id = Name in addresses
admin-service-published = Published
admin-service-version = Version
admin-service-mean = Ratings of 30 days
admin-service-of-five = { $mean } of 5
admin-service-no-ratings = No ratings yet
admin-service-scores = How many gave 1, 2, 3, 4 and 5

admin-keys-lead = The public keys that permits are checked with, as scanners see them:
admin-key = Key
admin-key-purpose = Signs
admin-key-permit = Permits
admin-key-status = Status lists and descriptions
admin-key-in-use = In use
admin-key-retired = Retired
admin-key-ends = Proves nothing from

admin-root-lead = A root key that is kept off-line vouches for this server’s keys:
admin-root = The root’s fingerprint
admin-root-version = Version of the set
admin-root-ends = Valid until
admin-root-soon = The key set runs out soon. Sign the next one with the root; without it no scanner will call a permit valid.
admin-root-over = The key set has run out. No scanner calls a permit valid, and nothing is signed here until you install the next one.
admin-root-none = No root key vouches for these keys: scanners trust the server itself. For a real service, make a root (docs/keys.md).
admin-key-waits = Waits for the root’s signature
admin-key-voided = Voided here; scanners accept it until the next set

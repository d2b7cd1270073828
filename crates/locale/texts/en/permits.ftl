# Permits that were issued.
permits-title = Permit { $number }
permits-status-active = Active
permits-status-suspended = Suspended
permits-status-revoked = Revoked
permits-status-replaced = Replaced
permits-status-expired = Expired
permits-issued = Issued
permits-approved-by = Approved by
permits-by-rule = An automatic rule
permits-case = Application
permits-pdf = See the PDF
permits-change = Change
permits-reason = Reason (the person reads it)
permits-cause = Why
permits-life = What happened to this permit
permits-life-permit-suspended = suspended it
permits-life-permit-reinstated = reinstated it
permits-life-permit-revoked = revoked it
permits-life-permit-replaced = replaced it by a newer one
replacement-reason-correction = Something was corrected
replacement-reason-loss = Lost or stolen
replacement-reason-office = Replaced by the office
permits-replaces = Replaces permit
permits-replaced-by = Replaced by permit
permits-replace-start = Replace it by a newer permit
permits-replace-title = Replace the permit
permits-replace-lead = The permit is not valid any more, for ever, and another of the same service, which is valid now, stands in its place. Whoever held it is told by mail.
permits-replace-by = Number of the permit that stands in its place
permits-replace-button = Replace
permits-replace-no-other = There is no other permit with that number that you can use here.
permits-replace-other-service = That permit is of another service.
permits-replace-not-in-force = That permit is not valid now.
permits-replace-older = That permit is older than this one: only a newer one can replace it.
permits-life-permit-signed-anew = signed it anew, since its key is void
permit-reason-fraud = False information or misuse
permit-reason-mistake = A mistake by the office
permit-reason-conditions = Its conditions were not kept
permit-reason-report = A report from a checkpoint
permit-reason-holder = Its holder asked for it
permit-reason-lost = Lost or stolen
permit-reason-order = Ordered by an authority
permit-reason-sample = The automatic approval was not right
permit-reason-other = Another reason
permits-no-reason = Write the reason
permits-suspend = Suspend
permits-reinstate = Reinstate
permits-revoke = Revoke
permits-revoke-help = Revoking is for ever. The person is told, and scanners see it within minutes.
permits-why-not-no-document = Whoever changes permits here needs an identity document in their account, and yours is missing. Ask an administrator to add it.
permits-why-not-suspended-by-themselves = You suspended this permit, so another supervisor must reinstate it. Revoking is for ever.
permits-why-not-own-affair = The application of this permit names you. Another person must change it.
permits-find = Look a permit up
permits-number = Permit number
permits-search = Look up
permits-mistyped = That number is mistyped. It has 11 letters and digits.
permits-is-reference = That is the number of an application, not of a permit. Look for it among the cases.
permits-unknown = There is no permit with that number. A return code looks the same: look at the paper.
permits-revoke-many = Revoke many permits
permits-revoke-many-lead = All that are still valid are revoked, and whoever left an address is told by mail. This cannot be undone. First you see how many there are.
permits-which = Which
permits-of-person = Everything that a person approved
permits-of-service = What a service issued in a period
permits-person = Person who approved
permits-from = Issued from
permits-until = Issued before
permits-count-first = See how many
permits-no-which = Choose which
permits-no-person = Choose the person
permits-no-service = Choose the service
permits-narrow-hint = All that you fill in below counts: with a person, the service and the dates are optional and leave fewer permits.
permits-no-moment = Write the whole date and time
permits-list-before = Permits that would be revoked
permits-list-after = Permits that were revoked
permits-list-empty = There are none.
permits-list-csv = Download the whole list (CSV)
permits-list-issued = Issued
permits-list-until = Valid until
permits-list-status = Status
permits-list-next = More permits
permits-list-back = Back
permits-list-see = See the list
permits-two-people = It takes two people: you ask for it, and another person confirms it within a week.
permits-ask-another = Ask another person to confirm
permits-which-of = only of “{ $service }”
permits-which-from = issued from { $time }
permits-which-until = issued before { $time }
permits-job-waiting = A revocation waits for another person
permits-job-waiting-lead = Another person has until { $time } to confirm it. Before that nothing is revoked.
permits-job-waiting-own = You asked for it: another person who may revoke many permits must confirm it.
permits-job-lapsed = A revocation was not confirmed
permits-job-lapsed-lead = Nobody confirmed it in time, and nothing was revoked. Ask for it again if it is still needed.
permits-job-confirmed = Confirmed by
permits-no-time = Write from when and until when; the end comes after the beginning
permits-confirm-title = Revoke these permits?
permits-which-approver = Everything that { $name } approved
permits-which-service = What “{ $service }” issued: { $time }
permits-confirm-count = { $count ->
    [one] { $count } permit will be revoked.
   *[other] { $count } permits will be revoked.
  }
permits-confirm-lead = It cannot be undone.
permits-confirm-reason = The reason that each person will read: { $reason }
permits-confirm = Revoke
permits-jobs = Revocations asked for before
permits-job-running = Permits are being revoked
permits-job-done = The permits were revoked
permits-job-nothing = No permit was revoked
permits-job-given-up = The revocation was stopped
permits-job-count = { $count ->
    [one] { $count } permit was revoked.
   *[other] { $count } permits were revoked.
  }
permits-job-total = { $count ->
    [one] There was { $count } when it was asked for.
   *[other] There were { $count } when it was asked for.
  }
permits-job-refused = { $count ->
    [one] { $count } permit was left as it is: it is of whoever asked, or it could not be changed. Another person must look at it.
   *[other] { $count } permits were left as they are: they are of whoever asked, or they could not be changed. Another person must look at them.
  }
permits-job-goes-on = It goes on by itself. You can close this page. Scanners see each permit within minutes, and whoever left an address is told by mail.
permits-job-done-lead = Scanners see it within minutes. Whoever left an address is told by mail.
permits-job-given-up-lead = It failed too often, or the person who asked may not do this any more. The permits that were revoked stay revoked. Ask for it again for the rest.
permits-job-trouble = Something went wrong, and it is tried again in a while. If this stays so, tell whoever runs the site.
permits-job-look-again = See how far it is
permits-job-who = Asked for by
permits-job-when = Asked for at
permits-changed-meanwhile = This permit changed while you were looking at it, so your action was not saved. This is how it is now.
permits-replace-check = Is this the permit that should stand in its place?
permits-replace-other-holder = It is in somebody else’s name: the permit that is replaced is { $name }’s.
permits-replace-again = Type another number
permits-replace-look = Continue
error-permit-taken-back-title = That permit holds no more
error-permit-taken-back-body = Nothing was sent: that letter says that the permit is ready, and the permit has been revoked or replaced.
error-permit-taken-back-link = Back
office-permit-is = Permit: { $status }
permits-would-end = Would have held until

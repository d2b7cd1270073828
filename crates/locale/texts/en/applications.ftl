# The form
progress = Step { $number } of { $of }
draft-kept = We keep what you type in this browser for 7 days. You can close the page and continue later.
choose = Choose
date-day = Day
date-month = Month
date-year = Year
hint-date = For example, 27 3 1985.
hint-time = From 00:00 to 23:59.
hint-choices = Tick all that apply.
document-kind = Kind of document
document-number = Number
document-dni = DNI
document-foreigner-card = Foreign resident’s card
document-passport = Passport
department = Department
province = Province
district = District
address-street = Street and number
address-reference = How to find it
remove = Remove
add-another = Add another
unprintable-letter = The printed permit cannot show the letter “{ $letter }”. Write it in Latin letters, as your document does.
unprintable-long = This is too long for the printed permit. Please shorten it.
unprintable-sign = The printed permit cannot show the symbol { $code }. Delete it; if you cannot see it, type everything again without copying and pasting.
stop-title = You cannot apply for this permit
stop-body = Your answers are kept, but nothing was sent.
stop-change = Change my answers
stop-service = Back to the service’s page

# Check and send
check-title = Check your answers
check-send-title = Send your application
check-send-body = By sending it you confirm that, as far as you know, your answers are true.
check-send = Send application
no-answer = No answer
change = Change

# Confirmation
sent-title = We have your application
sent-reference = Your application number is
sent-next = What happens now
sent-mail = We have written to { $email } with a link to this page. If you do not see it, check your spam folder.
sent-no-mail = You gave us no e-mail address. Note your application number: with it and your document number you can see its status.
rating-title = How was this service?
rating-5 = Very good
rating-4 = Good
rating-3 = Neither good nor bad
rating-2 = Bad
rating-1 = Very bad
rating-comment = What could we do better?
rating-comment-hint = Do not give your name or personal details.
rating-send = Send feedback
rated = Thank you for your feedback

# How it stands
status-title = Application
status-queued = In the queue
status-claimed = Being reviewed
status-waiting = Waiting for your answer
status-approved = Approved
status-rejected = Rejected
status-withdrawn = Withdrawn
status-lapsed = Closed: time ran out
next-queued = A person will review it. You don’t need to do anything: we will tell you by e-mail.
next-claimed = A person is reviewing it now. You don’t need to do anything: we will tell you by e-mail.
next-waiting = We need you to answer something. Open it with the link that we e-mailed to you.
next-approved = Your permit is ready. Carry it on paper or on your phone, together with your identity document.
next-approved-suspended = Your permit is suspended: for now it is not valid. Don’t use it until this page says that it is valid again.
next-approved-revoked = Your permit was revoked: it is no longer valid. If you still need one, apply again.
next-approved-replaced = A newer permit has replaced yours: this one is no longer valid. Use the newer one.
next-rejected = We cannot give you the permit.
next-withdrawn = You withdrew this application. If you change your mind, you can make another.
next-lapsed = It was closed because time ran out. If you still need the permit, apply again.
queue-ahead = { $count ->
    [0] There are no applications before yours.
    [one] There is { $count } application before yours.
   *[other] There are { $count } applications before yours.
  }
queue-wait = Half of the applications like this one are decided within { $wait }.
queue-no-figure = We do not know yet how long it takes: few applications have been decided.
asked-title = We need you to answer something
asked-until = You have until { $until }.
asked-answer = Answer
timeline-title = What has happened
your-answers = See my answers
event-submitted = We received your application.
event-asked = We asked you to answer something.
event-answered = You answered.
event-advanced = It went on to the next step: { $step }.
event-approved = It was approved.
event-rejected = It was rejected.
event-overturned = A person looked at it afterwards and the permit was revoked.
event-withdrawn = You withdrew it.
event-appealed = You appealed.
event-lapsed = It was closed because time ran out.
event-permit-suspended = Your permit was suspended.
event-permit-reinstated = Your permit is valid again.
event-permit-revoked = Your permit was revoked.
event-permit-replaced = A newer permit replaced yours.
event-permit-signed-anew = Your permit has a new code. Your earlier paper is no longer valid.

# The permit
permit-title = Your permit
permit-number = Permit number
permit-from = Valid from
permit-until = Valid until
permit-download = Download the permit (PDF)
permit-page = See the permit as a web page
permit-code = QR code of permit { $number }
permit-active = Valid
permit-suspended = Suspended
permit-revoked = Revoked
permit-replaced = Replaced
permit-expired = Expired
renew-body = You can apply for another with the same answers. You check them before you send.
renew-start = Renew
replace-start = Correct something, or say that you lost the permit
replace-title = Ask for another permit in place of this one
replace-body = This permit is valid until the new one starts. After that it is not, and nobody who has it can use it.
replace-label = What happened?
replace-correction = Something is wrong or has changed
replace-loss = I lost it, or it was stolen
replace-missing = Choose what happened
check-replaces = This application replaces the permit that you have. Check your answers and change what you need to. Your earlier permit is valid until the new one starts.

# Find, answer, withdraw, appeal
find-title = The status of my application
find-body = With your application number and your document number you can see its status.
find-known = To see its status, type your document number. For everything else, open this page with the link that we e-mailed to you.
find-reference = Application number
find-reference-hint = It is on the confirmation page and in the e-mail. For example, 7K2Q-M9XT-4.
find-document = Number of your identity document
find-document-hint = The one you gave in the application.
find-button = See its status
find-mail = To download your permit, answer us or withdraw your application, use the link in the e-mail that we sent you.
find-reference-missing = Type your application number
find-reference-mistyped = Check your application number: it has a typing mistake
find-document-missing = Type your document number
find-not-found = We found no application with that number and that document. Check both
found-more = To see the details, download your permit, answer us or withdraw your application, open the link in the e-mail that we sent you.
answer-title = Answer what we asked
answer-button = Send answers
answer-further = Because of your answers, we also need to know this.
answer-unfit = This does not fit your other answers.
answer-stop-body = Your answers were not sent. Your application has not changed.
withdraw-start = Withdraw my application
withdraw-title = Do you want to withdraw your application?
withdraw-body = We will stop reviewing it. This cannot be undone, but you can make another whenever you like.
withdraw-button = Withdraw my application
appeal-title = Do you disagree?
appeal-until = You can appeal until { $until }. Another person will review it.
appeal-start = Appeal
appeal-body = Tell us why you think the decision is wrong. Somebody who has not decided in your case before will read it. You can appeal only once.
appeal-label = Why you disagree
appeal-missing = Write why you disagree
appeal-too-long = Write at most 4000 letters
appeal-button = Send appeal

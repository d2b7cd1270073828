# Words that all pages share.
language-name = English
language-label = Language
site-name = Permits and procedures
skip-to-content = Skip to content
official-site = Official site:
official-domain = only at
demo-title = Demonstration.
demo-body = Nothing you do here counts.
demo-mail = See the mail
site-banner = Notice
footer-verify = Check a permit
footer-status = See my application
footer-accessibility = Accessibility
footer-office = Staff log-in
footer-privacy = Privacy
footer-terms = Terms of use
footer-complaints = Complaints book
home = Home
back = Back
breadcrumbs = Breadcrumb
continue = Continue
cancel = Cancel
optional = (optional)
error-title-prefix = Error:
error-summary-title = There is a problem
yes = Yes
no = No

# Dates and lengths of time
date = { $day } { $month } { $year }
moment = { $date }, { $time }
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December
seconds = { $count ->
    [one] { $count } second
   *[other] { $count } seconds
  }
minutes = { $count ->
    [one] { $count } minute
   *[other] { $count } minutes
  }
hours = { $count ->
    [one] { $count } hour
   *[other] { $count } hours
  }
years = { $count ->
    [one] { $count } year
   *[other] { $count } years
}
days = { $count ->
    [one] { $count } day
   *[other] { $count } days
  }
weeks = { $count ->
    [one] { $count } week
   *[other] { $count } weeks
  }
months = { $count ->
    [one] { $count } month
   *[other] { $count } months
  }
business-days = { $count ->
    [one] { $count } business day
   *[other] { $count } business days
  }
length-two = { $larger } and { $smaller }

# Errors: what happened and what to do
error-home = Go to the start page
error-office-home = Go to my work
error-number = If you write to us, tell us this number:
error-not-found-title = We cannot find this page
error-not-found-body = Check that the address is complete. If you copied it from a message, open it from the message.
error-not-found-link = Go to the start page
error-bad-request-title = We did not understand what arrived
error-bad-request-body = Go back to the page before and try again.
error-bad-request-link = Go back
error-forbidden-title = You cannot see this page
error-forbidden-body = Your account may not do this. If you need it for your work, ask whoever manages the accounts.
error-forbidden-link = Go to the start page
error-expired-session-title = Your session has ended
error-expired-session-body = What you sent was not saved. Log in again, then use “back” in your browser: what you typed is still there.
error-expired-session-link = Log in
error-prove-again-title = Show your second step again
error-prove-again-body = What you sent was not saved. Before you do this, enter your app’s code again, so that nobody does it from a desk that you left open.
error-prove-again-link = Enter the code
error-closed-service-title = This service is no longer given online
error-closed-service-body = What you filled in was not sent and cannot be sent any more. The service’s page says where and how it is done now. Applications that were already sent go on.
error-closed-service-link = See where it is done now
error-expired-draft-title = Your unfinished application is no longer here
error-expired-draft-body = We keep what you type for 24 hours, only in the browser you started with and until you close it. If you have sent it, look for the e-mail with your application number. If not, start again.
error-expired-draft-link = Start again
error-no-key-title = Open this page from your e-mail
error-no-key-body = To keep you safe, this opens only with the link we e-mailed to you, your return code, or the browser you applied in. With your document number you can see its status.
error-no-key-link = See the status of my application
error-foreign-form-title = We could not check where this form came from
error-foreign-form-body = Nothing was saved. Go back to the page before, load it again and send the form once more.
error-foreign-form-link = Go to the start page
error-too-large-title = That is too much to send at once
error-too-large-body = None of it was kept; what you sent before is. Go back with your browser’s back button, shorten what you wrote, and send it again.
error-too-large-link = Open the page again
error-conflict-title = Somebody was faster
error-conflict-body = This changed while you were looking at it, so we did not save what you did. Go back to the page and look again.
error-conflict-link = Go back and look again
error-unfit-day-title = This permit would not be valid on any day
error-unfit-day-body = The day it depends on has passed, so it cannot be approved. Nothing has changed. Ask for another day, or reject.
error-unfit-day-link = Go back to the case
error-another-day-title = That day has passed
error-another-day-body = A permit for that day would already have expired. Nothing was sent. Choose another day.
error-another-day-link = Choose another day
error-crossed-days-title = This permit would end before it begins
error-crossed-days-body = Nothing was sent. Change the day or time when it ends, or when it begins.
error-crossed-days-link = Change the day or time
error-asked-already-title = You have already asked for something of this permit
error-asked-already-body = Nothing was sent. You may have sent it from another window. The page of your permit shows how it stands.
error-asked-already-link = Go back
error-earlier-permit-over-title = The earlier permit is no longer valid
error-earlier-permit-over-body = So it cannot be changed, handed over or issued again. Nothing has changed.
error-earlier-permit-over-link = Go back
error-same-holder-title = This person already has the permit
error-same-holder-body = Nothing was sent. Write the document of the person who is to have it.
error-same-holder-link = Go back
error-no-paper-title = This permit cannot be printed
error-no-paper-body = An answer is too long or has letters that the printed permit cannot show. Nothing has changed. The answer must be corrected first: the office can ask for it again, or reject.
error-no-paper-link = Go back
error-refused-title = This cannot be done now
error-refused-body = Nothing has changed. Go back to the page and see how it stands.
error-refused-link = Go back and look again
error-own-request-title = Another person must confirm it
error-own-request-body = You asked for this yourself, so another person who may do it confirms it.
error-own-request-link = Go back
error-too-many-title = Too many attempts
error-too-many-body = Wait { $wait } and try again.
error-too-many-link = Go to the start page
error-unavailable-title = We cannot serve you at the moment
error-unavailable-body = What you had saved is not lost. Wait a minute and try again.
error-unavailable-link = Go to the start page
error-unheard-title = We cannot serve you at the moment
error-unheard-body = What you had saved is not lost, but we do not know yet whether your application arrived. Wait a minute, go back to your answers and press “Send application” again. If it had arrived, it will not be sent twice.
error-unheard-link = Back to my answers
error-broken-title = Something failed on our side
error-broken-body = It is not your fault, and what you had saved is not lost. Try again in a few minutes.
error-broken-link = Go to the start page

refusal-already-submitted = This application has been sent already.
refusal-finished = This application is closed.
refusal-impossible = As it stands, this cannot be done.
refusal-wrong-actor = This is not yours to do.
refusal-awaits-consent = It waits for another person’s consent. It goes on by itself once they answer.
refusal-awaits-opinions = Others are giving their opinions. It goes on by itself once all are there, or their time is over.
refusal-opinion-not-awaited = This opinion is no longer awaited: it was given, its time is over, or the case has gone on.
refusal-opinion-without-words = Write your reasons: only a favourable opinion can go without.
refusal-awaits-inspection = Nothing is decided here: first the inspection is made and the report written. The next step decides.
refusal-nothing-to-inspect = There is no inspection at this step.
refusal-inspection-in-the-past = That moment is over already.
refusal-inspection-too-late = The inspection would be after the time of this step. Choose an earlier day.
refusal-no-inspection-set = Set the day and the hour of the inspection first.
refusal-inspection-is-set = An inspection is set. Write its report first.
refusal-inspection-ahead = The hour of the inspection is still to come. Set another one if it cannot be then.
refusal-inspection-day = The inspection cannot have been on that day: it is still to come, or the case had not come to this step.
refusal-inspection-without-words = Write what is not in order.
refusal-role-missing = You do not have the role that this step needs.
refusal-not-claimed = Nobody has taken this case. Take it first.
refusal-already-held = You have this case already.
refusal-held-by-another = Somebody else has this case.
refusal-four-eyes = You decided another step of this application. Somebody else must decide here.
refusal-already-approved = You have approved at this step. Somebody else’s approval is missing.
refusal-appeal-needs-another = An appeal is for somebody who has not decided in the case before.
refusal-nothing-asked = Choose at least one question.
refusal-may-not-ask = That question may not be asked again in this service.
refusal-not-asked = You were not asked that.
refusal-too-late = The time for it is over.
refusal-too-early = Its time has not come.
refusal-reason-for-other = That reason is not for rejecting. Choose another from the list.
refusal-unknown-condition = That condition is not one of this service. Choose from the list.
refusal-no-conditions-to-write = This service lets nobody write conditions. Leave that field empty.
refusal-condition-too-long = The condition has more than 200 letters. Write it shorter.
refusal-permit-is-out = This permit was issued already, so no condition can be set.
refusal-unknown-reason = Choose one of the reasons in the list.
refusal-no-appeal = This service offers no appeal.
refusal-already-appealed = You have appealed once already.
refusal-nowhere-to-escalate = From this step the case cannot be passed on there.
refusal-not-the-deadline = This deadline does not end like that.

newer-release-wrote = Something that a newer release of the program wrote ({ $kind })
newer-release-knows = Somebody whom a newer release of the program knows ({ $kind })
error-expired-session-kept-title = Your session has ended
error-expired-session-kept-body = Nothing was done yet, but what you typed is not lost: log in again with your account within an hour, and you come back to the page with your text. Nobody else sees it.
error-expired-session-kept-link = Log in
error-prove-again-kept-title = Show your second step again
error-prove-again-kept-body = Nothing was done yet, but what you typed is not lost. Enter the code of your app again and you come back to the page with your text: so nobody does this from a desk that you left open.
error-prove-again-kept-link = Enter the code

own-data-link = What we keep about you
own-data-title = What we keep about you
own-data-lead = This is everything we keep of this application. You can take it with you in a file.
own-data-download = Download my data (JSON)
own-data-keeping = For how long
own-data-until = We erase it by ourselves on { $at }.
own-data-open = We keep it while your application is open.
own-data-for-ever = For this service there is no day on which we erase it by ourselves. You can ask us to.
own-data-erased = We erased your data on { $at }. All that is left is that there was an application, when, and how it ended.
own-data-answers = Your answers
own-data-letters = Mail we sent you
own-data-letter-to = { $subject }, to { $to }
own-data-permits = Permits
own-data-permit = { $number }: { $status }, valid until { $until }
own-data-no-letters = None.

erase-own-start = Ask to have my data erased
erase-own-title = Do you want us to erase your data?
erase-own-body = We will erase your name, your answers and the mail of this application. It can’t be undone.
erase-own-permit = If you hold a permit of this application, it will no longer be valid.
erase-own-two = Two people of the office decide. The law may oblige us to keep your data: if so, we will tell you why.
erase-own-label = Why you ask (if you like)
erase-own-too-long = Write the reason in 2000 letters or fewer
erase-own-hint = Don’t write anything we don’t need to know.
erase-own-button = Ask to erase it
erase-own-open = Your application is still open. Withdraw it first, or wait for the decision; then you can ask us to erase your data.
erase-own-asked = You asked us to erase your data on { $at }. We will tell you here what we decide.
erase-own-refused = On { $at } we decided not to erase your data: { $why }
erase-own-refused-silent = On { $at } we decided not to erase your data.
erase-own-again = You can ask again if something has changed.

office-nav-erasures = Erasure by law
erasures-title = Erasure by law
erasures-lead = One person proposes and another confirms. What is erased can’t be brought back.
erasures-count = { $count ->
    [one] { $count } request
   *[other] { $count } requests
  }
erasures-none = Nobody waits for a decision.
erasures-case = Application
erasures-asked = Asked on
erasures-ground = Ground
erasures-state = Still needed
erasures-needs-first = Somebody who proposes it
erasures-needs-second = Another person who confirms
erasure-link = Erase by law
erasure-title = Erase by law
erasure-what = What goes: the name, the answers, the mail, what its permits say, and which permit checks and reports are about. What stays: the application number, dates, decisions, and permits by their numbers. It can’t be undone.
erasure-permits = { $count ->
    [one] One permit that still holds is revoked first.
   *[other] { $count } permits that still hold are revoked first.
}
erasure-open = The application is still open: it must be decided or withdrawn first.
erasure-erased = It was erased on { $at }.
erasure-own = It is your own application, or you are named in it: another person decides.
erasure-asked-by-applicant = The applicant asked for it on { $at }.
erasure-asked-by = { $name } asked for it on { $at }.
erasure-proposed-by = { $name } proposed it on { $at }. Another person confirms.
erasure-refused-by = { $name } decided against it on { $at }.
erasure-done-by = { $name } confirmed it on { $at }.
erasure-ground = Ground
erasure-ground-holder = The person asks for it
erasure-ground-order = Order of an authority
erasure-ground-excess = It should not have been collected
erasure-ground-other = Another ground
erasure-words = Explanation
erasure-words-hint = Whoever confirms reads it. It is erased together with the data.
erasure-propose = Propose to erase it
erasure-confirm = Confirm and erase for ever
erasure-refuse = Don’t erase it
erasure-refusal = Why it is not erased
erasure-refusal-hint = We tell it to whoever asked.
erasure-no-words = Write the reason
erasure-no-ground = Choose a ground
erasure-asked-already = It was asked for already, and waits for another person.
erasure-same-person = Another person confirms: you proposed it.
erasure-not-proposed = Nobody of the office has proposed it yet.
erasure-history = Earlier requests
erasure-notice-proposed = It is proposed. Another person has to confirm it.
erasure-notice-erased = It was erased.
erasure-notice-refused = It was decided not to erase it.
service-kept-for = We keep what you send for { $length } after your application or your permit ends. Then we erase it.
erasure-changed = This changed while you were looking at it, so your action was not saved. This is how it is now.

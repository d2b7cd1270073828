# Publishing services while the site runs.
publish-faults = Files that are not published
publish-faults-lead = These files lie in the folder of services and what they say is not published. What was published before goes on.
publish-new = New service
publish-change = Change the file
publish-state-online = Takes applications
publish-state-paused = Paused
publish-state-closed = Closed on line
publish-since = This version since
publish-published = Published. Every server offers it within a few seconds.
publish-paused = Paused. Nobody can begin a new application.
publish-resumed = The service takes applications again.
publish-until = Until
publish-until-resumed = You open it again
publish-versions = Versions
publish-first = First published
publish-made-current = Made current
publish-is-current = Current
publish-by-machine = At the server
publish-pause = Pause the service
publish-pause-help = Nobody can begin or send a new application. Whoever has sent one notices nothing. People read this on the service’s page:
publish-say = Message in { $language }
publish-language-es = Spanish
publish-language-en = English
publish-language-qu = Quechua
publish-no-say = Write what people should know
publish-say-too-long = Write it with at most 500 letters
publish-until-field = Until (optional)
publish-until-hint = At that time it opens again by itself. Leave it empty to open it again yourself.
publish-moment-wrong = Enter a date and a time
publish-moment-past = Enter a time that is still to come
publish-resume = Open it again
publish-resume-help = People can apply again at once.
publish-file-lead = Write what should change and check it. You see what differs before anything is published.
publish-file = Service file (YAML)
publish-check = Check
publish-wrong = The file is not right yet
publish-wrong-lead = Each mistake is shown with its line and, where it is known, with what to do:
publish-refused = It cannot be published like this
publish-empty = The file is empty. Write or paste it below.
publish-other-service = The file is of the service “{ $id }”, and this page is of “{ $of }”. Leave “service: { $of }” in its first lines, or publish it as a new service.
publish-service-exists = There is a service “{ $id }” already. Change its file on its own page, or choose another name.
publish-overtaken = Somebody published another version after you opened this page. Look below at what your file changes in that version before you publish it.
publish-refused-claims = Permits that people hold carry these data in this order, so data may only be added at the end: { $cause }
publish-refused-type = Permit type { $type } belongs to the service “{ $other }” for ever, since its permits carry it. Choose another number.
publish-refused-language = The site’s own pages do not come in these languages: { $languages }
publish-refused-paper = The permit does not fit on paper: { $cause }
publish-same = It says what is published: nothing changes for anybody
publish-same-lead = If you changed comments, publish it so that they are kept.
publish-kept = Nothing changes for anybody. The file is kept as you wrote it.
publish-is-new = The file is right. It is a new service.
publish-differences = What changes
publish-place = Where in the file
publish-before = Before the change
publish-after = After the change
publish-absent = not there
publish-order = In another order:
publish-touched = Whom it touches
publish-touched-lead = We decided the applications of the last 30 days again, with today’s rules and with those of the file, only to count. Nobody is notified.
publish-touched-cut = There are more: the first { $count } were looked at. At the server, “chasqui publish --dry-run” looks at all of them.
publish-touched-none = None of { $count } applications of the last 30 days would have come to something else.
publish-touched-some = { $changed } of { $count } applications of the last 30 days would have come to something else.
publish-touched-erased = { $count ->
    [one] { $count } more was erased by law, so nobody can tell.
   *[other] { $count } more were erased by law, so nobody can tell.
  }
publish-touched-open = { $count ->
    [one] { $count } application is not decided yet. It stays on its version.
   *[other] { $count } applications are not decided yet. They stay on their version.
  }
publish-touched-count = How many
publish-touched-from = Today
publish-touched-to = With the file
publish-touched-approved = Approved in the end
publish-touched-offices = Where most of them are
publish-touched-no-office = no office
publish-verdict-not-sent = cannot be sent
publish-verdict-approved = approved at once: { $reason }
publish-verdict-rejected = rejected at once: { $reason }
publish-verdict-referred = people decide: { $step }
publish-drafts-pin = { $count ->
    [one] { $count } person is filling in the form, and goes on with the version with which they began.
   *[other] { $count } people are filling in the form, and go on with the version with which they began.
  }
publish-drafts-cutoff = { $count ->
    [one] { $count } person is filling in the form, and must begin anew.
   *[other] { $count } people are filling in the form, and must begin anew.
  }
publish-drafts-fast-forward = { $count ->
    [one] { $count } person is filling in the form, and goes on with the new version.
   *[other] { $count } people are filling in the form, and go on with the new version.
  }
publish-drafts-asked-more = { $count ->
    [one] { $count } of them must answer something more, or again.
   *[other] { $count } of them must answer something more, or again.
  }
publish-advice = Suggestions
publish-now-lead = Applications that were sent stay on the version with which they began.
publish-now = Publish
publish-since-before = What changed with it
publish-if-back = What changes if you go back to it
publish-go-back = Go back to this version
publish-at = Publish on (optional)
publish-at-hint = On that day and at that time it is published by itself. Leave it empty to publish it now.
publish-at-hint-two = On that day and at that time it is published by itself, if it is confirmed by then. Leave it empty to publish it once it is confirmed.
publish-ask = Ask another person to confirm it
publish-takes-two = This service takes two people: once you ask for it, another person who may publish it must confirm it.
publish-plan-there = Another version is planned for this service. If yours is published first, that one is not published by itself.
publish-plans = Planned versions
publish-plan-asked = Waits for another person
publish-plan-asked-when = until { $time }
publish-plan-asked-at = It can be confirmed until
publish-plan-due = Will be published
publish-plan-due-when = { $time }
publish-plan-due-at = It will be published on
publish-plan-done = Published
publish-plan-lapsed = Not published: nobody confirmed it
publish-plan-lapsed-lead = Nobody confirmed it in time. To publish it after all, check the file again:
publish-plan-called-off = Called off
publish-plan-given-up = Not published when it was due
publish-plan-given-up-lead = When it was due, another version had been published in the meantime, the file could not be published any more, one of the people who planned and confirmed it may not publish any more, or the servers failed. What was published before goes on. To publish it after all, check the file again:
publish-no-document = This service takes two people, and we tell people apart by their identity document. Ask an administrator to enter yours.
publish-plan-once-confirmed = As soon as it is confirmed
publish-plan-overtaken = Another version was published after this one was planned, so this one will not be published. To publish it after all, check the file again:
publish-plan-unreadable = The program was upgraded after this was planned, and does not read the file as it did. It will not be published: call it off and check the file again:
publish-plan-by-machine = The server (by a command, its folder of files or a push)
publish-plan-of-machine = It came by the server. Confirm it only if it is not yours.
publish-plan-by = Planned by
publish-plan-confirmed-by = Confirmed by
publish-plan-own = You planned this version, so another person who may publish the service must confirm it.
publish-plan-confirm = Confirm it
publish-plan-ends-two = From then on, one person is enough to publish this service.
publish-plan-call-off = Call it off
publish-plan-was-called-off = Called off. What is published goes on.
publish-plan-was-confirmed = Confirmed.
# Open cases go to the current version.
move-cases = Move open cases to this version
move-cases-on-earlier = { $count ->
    [one] { $count } open case is on an earlier version, and is decided by its rules.
   *[other] { $count } open cases are on earlier versions, and are decided by their rules.
}
move-cases-lead = Cases that were sent under an earlier version stay on it until you move them. Below you see what moving them would do; nothing is moved before you say so.
move-cases-to = They go to
move-cases-from = They are on
move-cases-none = No open case is on another version.
move-cases-count = { $count ->
    [one] { $count } case
   *[other] { $count } cases
}
move-cases-steps = Where they stand, and where they would go
move-cases-steps-lead = A step goes to the one of the same name. For any other, choose where its cases go, and look again.
move-cases-cut = There are more: the first { $count } were looked at. At the server, “chasqui move-cases --dry-run” looks at all of them.
move-cases-step = Step
move-cases-cases = Cases
move-cases-target = Goes to
move-cases-target-of = Where cases at “{ $step }” go
move-cases-no-target = Nowhere: they stay
move-cases-goes = Would be moved
move-cases-stays = Would stay, and why
move-cases-look = Look again
move-cases-changed = You have chosen other steps than those whose outcome you had seen. This is what would happen by them: look at it, then move the cases. Nothing was moved.
move-cases-do = Move them
move-cases-moved = { $count ->
    [one] { $count } case would be moved.
   *[other] { $count } cases would be moved.
}
move-cases-left = { $count ->
    [one] { $count } would stay where it is.
   *[other] { $count } would stay where they are.
}
move-cases-do-lead = Each case begins its step anew by the new rules: whoever has it in hand puts it back, and a yes that was given at that step counts no more. Whoever was asked for something keeps their time, and what was charged stays charged. It shows in each case’s history; nobody gets a letter but those whose consent is asked again. It cannot be undone at once for all.
move-cases-takes-two = Another person who may publish this service must confirm it.
move-cases-now = Move the cases
move-cases-ask = Ask another person to confirm
move-cases-moves = Moves
move-cases-waiting = Waits for another person
move-cases-waiting-lead = Another person who may publish this service can confirm it until { $time }.
move-cases-lapsed = Not moved: nobody confirmed it
move-cases-lapsed-lead = Nobody confirmed it in time. No case was moved by it.
move-cases-running = Cases are being moved
move-cases-done = Cases were moved
move-cases-given-up = Moving cases was given up
move-cases-given-up-lead = Another version was published meanwhile, one of the people who asked for it may not publish any more, or the servers failed. Cases that were moved stay moved.
move-cases-trouble = A server had trouble and tries again.
move-cases-own = You asked for it, so another person who may publish this service must confirm it.
move-cases-look-first = Look at what it would do
move-cases-confirm = Confirm it
move-cases-concerned = { $count ->
    [one] { $count } open case is on an earlier version.
   *[other] { $count } open cases are on earlier versions.
}
move-cases-was-moved = { $count ->
    [one] { $count } case was moved.
   *[other] { $count } cases were moved.
}
move-cases-was-left = { $count ->
    [one] { $count } stayed where it was.
   *[other] { $count } stayed where they were.
}
move-cases-why-left = See why
move-cases-stays-finished = It is finished
move-cases-stays-already-there = It is on that version already
move-cases-stays-unreadable = Its version cannot be read
move-cases-stays-newer-release = A newer release of the program keeps something of it
move-cases-stays-own-affair = It names you, and nobody changes what names them
move-cases-stays-permit-awaits = It is approved and waits for one consent
move-cases-stays-time-is-up = Its time at the step is over, and what happens then is about to
move-cases-stays-nothing-left = No step of this version is left for it: what is missing is its permit
move-cases-stays-rules-reject = A rule of this version would reject it
move-cases-stays-too-far = It would come to “{ $step }” past steps at which nobody has decided: send it to an earlier one
move-cases-stays-contact-changes = Letters would go to another address or to none, or another document would open it
move-cases-stays-no-step = No step is chosen
move-cases-stays-other-purpose = One of the two steps hears appeals, looks at samples or has a day for an inspection, and the other does not
move-cases-stays-answer-missing = No answer to “{ $question }”
move-cases-stays-answer-wrong = The answer to “{ $question }” does not fit
move-cases-stays-office-gone = The office { $office } is gone
move-cases-stays-asked-gone = The applicant is asked “{ $question }”, which this version does not ask them
move-cases-stays-condition-gone = A condition was set that is gone
move-cases-stays-not-offered = What it asks for of an earlier permit is not offered any more
admin-action-case-move-asked = asked to move open cases to the current version
admin-action-case-move-confirmed = confirmed moving open cases
admin-action-case-move-lapsed = nobody confirmed moving open cases in time
admin-action-case-move-ended = moved open cases to another version
service-paused = No new applications for now
service-paused-until = No new applications until { $until }
admin-action-publication-planned = planned a version of a service
admin-action-publication-confirmed = confirmed a planned version
admin-action-publication-called-off = called off a planned version
admin-action-publication-lapsed = nobody confirmed a planned version in time
admin-action-publication-given-up = a planned version could not be published
admin-action-service-paused = paused a service
admin-action-service-resumed = opened a service again
admin-asked-see-versions = see the versions of a service

site-banner-title = Banner on the whole site
site-banner-lead = A sentence above every page that the public sees: an interruption, other opening hours, a fraud that is going round. It holds no links.
site-banner-now = What is shown now
site-banner-since = Since { $since }.
site-banner-until = It is taken down by itself on { $until }.
site-banner-take-down = Take the banner down
site-banner-new = Show a banner
site-banner-show = Show the banner
site-banner-until-hint = Leave it empty if you will take it down yourself
site-banner-shown = The banner is now above every page.
site-banner-taken-down = The banner was taken down.
site-banner-too-long = Write it with at most 300 letters
admin-action-banner-shown = showed a banner on the whole site
admin-action-banner-taken-down = took the site’s banner down

demo-mail-title = The demo’s e-mails
demo-mail-lead = Nothing here leaves this computer. These are the e-mails that citizens would get.
demo-mail-empty = There are no e-mails yet. Apply for something and load this page again.
demo-mail-to = To { $address }

workflow-submitted = Application
workflow-permit = Permit
workflow-rejected = No permit
workflow-yes = yes
workflow-no = no
workflow-only-if = only if { $when }
workflow-after = after { $time }
workflow-otherwise = no rule decides
workflow-promise = promised within { $time }
workflow-sample = random sample
workflow-appeal = appeal
workflow-opinions = opinions of { $bodies }
workflow-opinions-there = all are there
workflow-opinions-until = at most { $time }, then it goes on
workflow-inspection = { $role } · inspection
workflow-inspected = with the report
workflow-consent = consent of another person, if their address was asked for
workflow-people =
    { $count ->
        [one] { $count } person
       *[other] { $count } people
    }

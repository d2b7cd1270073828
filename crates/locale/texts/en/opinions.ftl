opinions-title = Opinions
opinions-lead = These cases wait for your opinion. You see what it is about, and nothing else of the application.
opinions-none = Nothing waits for your opinion.
opinions-count =
    { $count ->
        [one] { $count } case
       *[other] { $count } cases
    }
opinions-body = Opinion
opinions-given = Your opinion was sent. Thank you.
opinion-title = Opinion
opinion-shown = What it is about
opinion-until = You can give it until { $until }. After that:
opinion-give = Give the opinion
opinion-outcome = Opinion
opinion-outcome-favourable = Favourable
opinion-outcome-with-conditions = Favourable, with recommendations
opinion-outcome-unfavourable = Unfavourable
opinion-words = Reasons
opinion-words-hint = What should be kept to, or what stands against it. Only a favourable opinion can go without. The office reads it; it cannot be changed afterwards.
opinion-send = Send the opinion
opinion-no-outcome = Choose an opinion
opinion-no-words = Write your reasons
opinion-changed = The application has changed since you opened this page. Look at it again, please: nothing was sent.
opinion-was-given = { $name } gave this opinion on { $at }.
opinion-over = This opinion is no longer awaited: its time is over, or the case has gone on.
opinion-back = Back to the opinions
opinion-silence-favourable = silence counts as favourable.
opinion-silence-unfavourable = silence counts as unfavourable.
opinion-silence-without = the office goes on without it.
office-opinions = Opinions
office-opinion-by = { $name }, { $at }
office-opinion-silent = Not given by { $at }
office-opinion-awaited = Awaited
office-opinion-dropped = The case went on without it
office-opinion-earlier = It is about earlier answers: what was shown has changed since.
role-consultee = Consultee
role-consultee-of = Opinion: { $body }

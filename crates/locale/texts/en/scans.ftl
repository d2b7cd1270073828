# The checks that phones made: where, when, and what does not fit.
office-nav-scans = Checks
scans-title = Checks of permits
scans-from = From
scans-until = To
scans-show = Show
scans-pairs = Same permit, places too far apart
scans-pairs-lead = Faster than { $speed } km/h: one may be a copy.
scans-apart = { $kilometres } km in { $between }
scans-speed = { $speed } km/h
scans-no-time = at the same time
scans-flag = Too far from the one before or after
scans-by-checkpoint = By checkpoint and hour
scans-none = There are no checks on those days.
scans-checks = Checks
scans-held = Valid
scans-refused = Not valid
scans-flagged = Too far apart
scans-busiest = Busiest hour
scans-figures = See the figures
scans-hour-of-day = Hour of the day
scans-hour = { $from }:00–{ $until }:00
scans-count = { $count ->
    [one] { $count } check
   *[other] { $count } checks
  }
scans-chart-told = Bars by hour of the day. The busiest hour is { $hour }, with { $count }.
scans-of-permit = Checks of this permit
scans-of-permit-none = No enrolled phone has checked it, or the record was erased.
scans-own = When it was checked
scans-own-lead = You see this, and whoever supervises the service. It is erased after { $length }.
scans-own-none = Nobody has checked it with an enrolled phone yet.

office-nav-check = Check
by-hand-title = Check a permit by its number
by-hand-lead = Enter the number on the paper. You see what the code says. Each look-up is kept in the log.
by-hand-another = Check another
by-hand-compare = Ask for the document and compare the details.
by-hand-office = See it in the office
dates-reversed = The last day comes before the first: change one of them.
scans-last-week = This is of the last seven days.

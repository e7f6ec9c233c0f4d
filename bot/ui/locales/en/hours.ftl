# When bots are open and operators work
hours-always = around the clock
hours-closed = closed
hours-holidays = public holidays
hours-no-holidays = closed on public holidays
opens-today = at { $time }
opens-on = on { $moment }
closed-ours = We are closed now.
client-queued-closed =
    Request #{ $number } received. { $closed }
    We open { $opens } and will answer right here then.
client-waits-closed =
    { $closed }
    We open { $opens } and will answer right here then.
client-queued-away-until =
    Request #{ $number } received. Nobody is here right now; the next of us comes { $opens }. { $place ->
        [1] You are first in line.
       *[other] Your place in line is { $place }.
    }
client-waits-away-until =
    Nobody is back yet; the next of us comes { $opens }. { $place ->
        [1] You are first in line.
       *[other] Your place in line is { $place }.
    }
hours-title = When it is open:
hours-line = { $source } — { $hours }
hours-of-source = <b>When { $source } is open</b>
hours-week = Hours: { $hours }
hours-closed-days = Closed on: { $days }
hours-open = Open now.
hours-open-until = Open now; closes { $moment }.
hours-shut = Closed now, and not open again within a year.
hours-shut-until = Closed now; opens { $moment }.
hours-explained = While it is closed, requests wait, nobody is reminded, and no clock runs. At opening they go to operators in the order in which they came.
hours-set = The hours of { $source } are changed: { $hours }.
hours-days-closed = { $source } is closed on { $days }.
hours-usage-closed = On which days is it closed?
button-other-hours = Other hours…
button-holidays-closed = Close on public holidays
button-holidays-open = Open on public holidays
button-close-days = Close on some days…
button-open-days = ✕ { $days }
button-all-hours = « All hours
button-source-hours = Hours
ask-hours = When is { $source } open? For example: Mon-Fri 9-18, Sat 10-16. Around the clock: “always”.
ask-closed-days = On which days is { $source } closed? For example: 31.12 or 31.12 - 8.01
example-hours = Mon-Fri 9-18, Sat 10-16
example-closed = closed 31.12 - 8.01

# Of an operator
state-at-home = not at work now
work-title = <b>When { $name } works</b>
work-zone = Clock: { $zone }, it is { $time } there
work-away = Away until the end of { $date }
work-now = At work now.
work-again = Not at work now; comes { $moment }.
work-explained = Outside these hours { $name } gets nothing new and is not reminded. What is open stays; when the hours end with something open, { $name } is asked whether to pass it on.
work-set = The hours of { $name } are changed.
button-work-hours = Hours
button-work-zone = Time zone…
button-away =
    { $count ->
        [one] Away today
       *[other] Away for { $count } days
    }
button-away-until = Away until…
button-work-back = Back at work
ask-work-hours = When does { $name } work? For example: Mon-Fri 9-18, Sat 10-16. Around the clock: “always”.
ask-zone = By which clock does { $name } work? Send a time zone such as Asia/Yekaterinburg, or “-” for that of the business.
ask-away = Until which day is { $name } away? For example: 31.12
example-zone = Asia/Yekaterinburg
example-away = 31.12
refused-operator_off_hours = { $name } is not at work now.
refused-bad_hours = I can't make hours of that.
refused-bad_dates = I can't make days of that; they must not be past, nor further than three years away.
refused-away_later = An absence begins today: say only its last day.
refused-too_many_dates = There are { $most } closed times already: take one away first.
refused-bad_timezone = There is no time zone “{ $name }”. For example: Europe/Moscow

# To an operator whose hours are over
operator-shift-over =
    Your hours are over. { $count ->
        [one] { $count } request is open with you.
       *[other] { $count } requests are open with you.
    } Pass them on, or keep them until you are back?
button-shift-preview = Show where they would go
button-shift-pass = Pass on
button-shift-keep = Keep
shift-kept = All right, they stay with you.
shift-plan =
    { $count ->
        [0] Nobody can take them:
        [one] { $count } would go:
       *[other] { $count } would go:
    }
shift-done =
    { $count ->
        [one] { $count } request is passed on:
       *[other] { $count } requests are passed on:
    }

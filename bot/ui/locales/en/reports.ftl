# /stats
stats-title = <b>Requests, { $days }</b>
stats-counts = Received { $received }, completed { $completed }, waiting now { $waiting }
stats-answering = First answer: usually within { $median }, 9 of 10 within { $longest }
stats-in-time = ; within { $target } { $within }
stats-within = { $count } of { $total } ({ $share } %)
stats-taking = Taken: usually within { $median }, 9 of 10 within { $longest }
stats-completing = Completed: usually within { $median }, 9 of 10 within { $longest }
stats-queue = Most waiting at once: { $most }, between { $begins } and { $ends }
stats-none =
    Nobody has written in this time ({ $days }).{ $waiting ->
        [0] {""}
       *[other] {" "}Waiting now: { $waiting }.
    }
stats-operators = <b>Operators</b>
stats-operator = { $name } — { $received } received, { $completed } completed
stats-answers = usually answers within { $median }
stats-answers-share = , in time { $count } of { $total }
stats-operator-share = drawn { $won } of { $draws } times, expected { $expected }
stats-sources = <b>Sources</b>
stats-source =
    { $source } — { $received } received, { $completed } completed{ $waiting ->
        [0] {""}
       *[other] , { $waiting } waiting now
    }
button-stats-today = Today
button-stats-days =
    { $count ->
        [one] { $count } day
       *[other] { $count } days
    }
span-moment = a minute
span-minutes = { $minutes } min
span-hours =
    { $hours } h{ $minutes ->
        [0] {""}
       *[other] {" "}{ $minutes } min
    }
span-days =
    { $days } d{ $hours ->
        [0] {""}
       *[other] {" "}{ $hours } h
    }
refused-bad_days = It takes one whole number of days, from 1 to { $most }.

# The picture
chart-title = Requests, { $days }
chart-title-hour = By the hour
chart-title-day = Day by day
chart-title-week = Week by week
chart-received = received
chart-completed = completed
chart-title-answers = First answer within { $target }, %
chart-title-queue = The queue over the day
chart-queue-most = most at once
chart-queue-mean = on average
chart-title-shares = Who gets the new requests
chart-won = got
chart-expected = expected by weight
chart-draws = { $won } (expected { $expected })
chart-others =
    { $count ->
        [one] { $count } other
       *[other] { $count } others
    }

# /export
export-caption =
    { $count ->
        [one] { $count } request
       *[other] { $count } requests
    }, { $days }
export-none = There were no requests in this time ({ $days }), so there is nothing to put into a file.
export-progress =
    { $total ->
        [one] Exporting: { $count } of { $total } request …
       *[other] Exporting: { $count } of { $total } requests …
    }
    If nothing comes for five minutes, send <code>/export { $days }</code> again.
export-sending =
    Sending the { $file } file …
    If nothing comes for five minutes, send <code>/export { $days }</code> again.
export-stopped = The bot was stopped before the export was there. Send <code>/export { $days }</code> again.
export-failed = The export did not work out. Nothing is lost: send <code>/export { $days }</code> again.
export-too-large = { $count } requests make a file that is too large for Telegram, which takes 50 MB.
export-one-too-large = The { $file } file is too large for Telegram, which takes 50 MB.
export-fewer = Ask for fewer days: <code>/export { $fewer }</code>
export-by-api = The API gives them in pages.
export-sheet = Requests
export-cut = { " " }(cut: a cell holds no more)
export-number = Number
export-created = Created
export-source = Source
export-client = Client
export-username = Username
export-phone = Phone
export-email = Email
export-message = First message
export-status = Status
export-operator = Operator
export-assigned = Assigned
export-taken = Taken
export-answered = First answer
export-completed = Completed
export-minutes-to-take = Minutes to take
export-minutes-to-answer = Minutes to answer
export-minutes-to-complete = Minutes to complete
export-messages = Messages
export-as-typed = Says (not confirmed)
export-origin = Came from
export-page = Page of the form
export-status-waiting = waiting
export-status-snoozed = put off
export-status-new = new
export-status-in_progress = in progress
export-status-completed = completed
stats-promised = Told clients how long it takes: { $count }; it was true for { $kept } ({ $share } %)

# The weekly digest
digest-title = 📬 <b>Last week, { $days }</b>
digest-received = Requests: { $count }
digest-change = {" "}({ $arrow } { $percent } % on the week before)
digest-in-time = First answer within { $target }: { $within } of { $total } ({ $share } %)
digest-median = First answer: usually within { $span }
digest-completed = Completed: { $count }
digest-rated = Rated: 👍 { $good } · 👎 { $bad }
digest-operators = <b>Operators</b>
digest-operator = { $name } — got { $received }, completed { $completed }
digest-operator-median = , usually answers within { $span }
digest-waits = Longest waits: { $waits }
digest-wait = #{ $number } — { $span }
digest-look-unanswered =
    👀 { $count ->
        [one] { $count } request of that week has
       *[other] { $count } requests of that week have
    } no answer yet: /open
digest-look-lapsed =
    👀 { $name } did not take { $count ->
        [one] { $count } card
       *[other] { $count } cards
    } in time
digest-look-unhappy =
    👀 { $count ->
        [one] { $count } client was
       *[other] { $count } clients were
    } unhappy: 👎
button-week = Statistics of the week
button-digest-stop = Don't send any more
button-digest = 📬 Weekly digest
button-digest-on = Send it
button-digest-off = Don't send it
digest-on = 📬 You get a digest of the week: on Mondays when you open, without a sound.
digest-off = You get no digest of the week.

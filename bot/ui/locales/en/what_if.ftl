# What admins try before it counts
menu-whatif = Try a change before it counts
button-page-whatif = 🔮 What if…
what-if-title = <b>What if…</b>

    Try a change on the requests that really came in the last days. Nothing is different until you press “Apply”. Whose work would it be about?
what-if-nobody = <b>What if…</b>

    There are no operators yet, so there is nothing to try.
what-if-usage = Say whose weight, and which: a name, perhaps a bot, and a number.
what-if-operator = <b>What if…</b> { $name }: what would be different?
what-if-weight = <b>What if…</b> { $name } had another weight for { $source }? Now it is { $weight }.
what-if-limit = <b>What if…</b> { $name } could have another number of requests at once? Now it is { $limit }.
button-what-if = « What if…
button-what-if-weight = { $source }: weight { $weight } → …
button-what-if-limit = Limit { $limit } → …
button-what-if-hire = One more like { $name }
button-what-if-off = Without { $name }
button-what-if-draw = { $source }: by draw
button-what-if-turns = { $source }: in turn
button-what-if-pool = { $source }: shared pool
what-if-plan-weight = { $name } has weight { $after } for { $source } instead of { $before }
what-if-plan-limit = { $name } may have { $after } at once instead of { $before }
what-if-plan-off = { $name } gets nothing
what-if-plan-hours = { $name } works { $hours }
what-if-plan-hire = there is one more like { $name }
what-if-plan-draw = { $source } gives by draw
what-if-plan-turns = { $source } gives in turn
what-if-plan-pool = { $source } is a shared pool
what-if-always = always
what-if-more = and { $count } more
what-if-question = <b>What if</b> { $plan }?
what-if-nothing = { $days }: nothing came, so there is nothing to try it on.
what-if-days =
    { $count ->
        [one] { $days }, { $count } request
       *[other] { $days }, { $count } requests
    }
what-if-share = { $name }: { $before } % → <b>{ $after } %</b> ({ $low }–{ $high })
what-if-others =
    { $count ->
        [one] and { $count } operator more
       *[other] and { $count } operators more
    }
what-if-waited = Nobody free at once: { $before } % → { $after } % of requests
what-if-found = An operator within, for nine in ten: { $before } → { $after }
what-if-answer = First answer, for half: { $before } → { $after }
what-if-longest-answer = First answer, for nine in ten: { $before } → { $after }
what-if-full = { $name } at the limit: { $before } % → { $after } % of the time
what-if-off-by =
    { $points ->
        [0] For what really came the model gives the same shares.
        [one] For what really came the model is off by { $points } point at most.
       *[other] For what really came the model is off by { $points } points at most.
    }
what-if-about = In brackets: where 95 of 100 such stretches of time would lie, if everybody works as before.
what-if-stopped = The bot was restarted before the comparison was there. Ask again: /whatif
what-if-failed = The comparison did not work out. Nothing has changed; ask again: /whatif
what-if-chart-title = What if: { $days }
what-if-chart-shares = Shares
what-if-chart-answers = First answers
what-if-chart-now = as it is
what-if-chart-then = with the change
what-if-chart-minutes = within so many minutes
button-trial-apply = ✅ Apply
button-trial-beside-start = 👥 Watch for a week
button-trial-days = { $count } days
button-trial-give-up = Leave as it is
button-trial-compare = 🔍 Compare
button-trial-beside = 👥 { $plan }
trial-applied = ✅ It counts from now on: { $plan }.
trial-given-up = Everything stays as it is.
trial-beside = 👥 Until { $until } everything goes on as it is, and beside it I count what would be if { $plan }. Then I'll ask you.
trial-over = 👥 The week is over for the change that you wanted to watch. See what it would have done with what came meanwhile.

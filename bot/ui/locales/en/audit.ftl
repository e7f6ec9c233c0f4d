audit-title = <b>Were the draws fair?</b> { $days }
audit-none = { $days }: nothing was given out.
audit-fair = ✅ Nothing is flagged: such differences are what fair draws make.
audit-flagged =
    { $count ->
        [one] ⚠️ One thing is flagged: fair draws would hardly do that.
       *[other] ⚠️ { $count } things are flagged: fair draws would hardly do that.
    }
audit-unreadable =
    { $count ->
        [one] ⚠️ One decision can't be read.
       *[other] ⚠️ { $count } decisions can't be read.
    }
audit-skip-missing = ⚠️ #{ $number }: { $name } took no part, and had a weight at that time
audit-skip-no_weight = ⚠️ #{ $number }: { $name } was left out as “without a weight”, and had one at that time
audit-skip-weight = ⚠️ #{ $number }: { $name } took part with another weight than was set
audit-skip-more =
    { $count ->
        [one] ⚠️ and one more time
       *[other] ⚠️ and { $count } more times
    }
audit-tickets-even =
    { $count ->
        [one] One ticket drawn; by chance alone: { $p }
       *[other] { $count } tickets are spread evenly; by chance alone: { $p }
    }
audit-tickets-uneven =
    { $count ->
        [one] ⚠️ One ticket drawn; by chance alone: { $p }
       *[other] ⚠️ { $count } tickets are not spread evenly; by chance alone: { $p }
    }
audit-share =
    { $name }, { $source }: { $won } won, { $expected } expected of { $draws ->
        [one] one draw
       *[other] { $draws } draws
    }; by chance alone: { $p }
audit-share-flagged =
    ⚠️ { $name }, { $source }: { $won } won, { $expected } expected of { $draws ->
        [one] one draw
       *[other] { $draws } draws
    }; by chance alone: { $p }
audit-apart = { $name }, { $source }, counted apart: { $what }
audit-apart-preferred = { $count } preferred
audit-apart-passed = { $count } after a pass
audit-apart-by-hand = { $count } by hand
audit-apart-turns = { $count } in turn
audit-apart-pooled = { $count } taken from the pool
audit-apart-returned = { $count } back from later
audit-chance = { $percent } %
audit-hardly = less than 0.1 %
audit-about = “By chance alone” says how often fair draws differ as much, or more. A false alarm comes in one audit of twenty at most. Whether a pause was a true one can't be seen here.
menu-audit = Were the draws fair?
button-page-audit = ⚖️ Fairness
button-story = Why so many?
story-title = <b>What { $name } got, and why</b>, { $day }
story-none = Nothing was given out in this operator's sources.
story-given =
    { $given ->
        [one] One request was given out
       *[other] { $given } requests were given out
    } in this operator's sources; { $could ->
        [0] none of them could come here.
        [one] one of them could come here.
       *[other] { $could } of them could come here.
    }
story-got = By the chances and shares { $expected } were to be expected; { $got } came.
story-by-hand =
    { $count ->
        [one] One more came by hand, or came back after it was put off.
       *[other] { $count } more came by hand, or came back after they were put off.
    }
story-pooled =
    { $count ->
        [one] One was taken from the shared pool.
       *[other] { $count } were taken from the shared pool.
    }
story-left-out = <b>Not in the running</b>, and why:
story-stretch =
    { $time }: { $reason }{ $count ->
        [0] {""}
        [one] , one request
       *[other] , { $count } requests
    }
story-more =
    { $count ->
        [one] And one shorter time.
       *[other] And { $count } shorter times.
    }
story-unknown =
    { $count ->
        [one] For one more request the reason is not known: only the first twenty who were left out are recorded.
       *[other] For { $count } more requests the reason is not known: only the first twenty who were left out are recorded.
    }
button-why-not = Why not …?
why-not-choose = Request #{ $number }: of whom do you ask why not?
why-not-title = <b>Request #{ $number }: why not { $name }?</b>
why-not-at = <b>{ $at }</b>
why-not-ran =
    In the running: weight { $weight }, { $load } of { $limit } places taken, { $how ->
        [turn] share
       *[draw] chance
    } { $share } %.
why-not-ticket = Ticket { $ticket } was drawn: { $name }.
why-not-turn = It was the turn of { $name }.
why-not-reason = Not in the running: { $reason }.
why-not-held =
    { $count ->
        [one] At work on { $held } since { $since }.
       *[other] At work on { $held }, the last one since { $since }.
    }
why-not-since = That is so since { $since }.
why-not-until = May take it from { $until }.
why-not-got = Did get it.
why-not-not_asked = There was no choice: it was given by hand, or came back after it was put off. { $name } got it.
why-not-unknown = Not known: only the first twenty of those left out are kept. { $name } got it.
why-not-not_there = Was not among the operators then. { $name } got it.
why-not-closed = Could take it, but the source is closed now.
why-not-waits = May take it: it is about to be handed out.
why-not-unreadable = Not known: what was decided is not kept any more.
why-not-slower = Could take it from the pool, too. { $name } was the first to press Take.
why-not-pooled = May take it: it is in the shared pool, and nobody has pressed Take yet.

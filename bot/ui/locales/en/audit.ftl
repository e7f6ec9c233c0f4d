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
audit-skip-missing = ⚠️ { $name } is not in the decision about #{ $number }, with a weight at that time
audit-skip-no_weight = ⚠️ { $name } was left out of #{ $number } for want of a weight, and had one
audit-skip-weight = ⚠️ { $name } was drawn for #{ $number } with another weight than was set
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
audit-apart-returned = { $count } back from later
audit-chance = { $percent } %
audit-hardly = less than 0.1 %
audit-about = “By chance alone” is how often fair draws differ as much, or more. Flagged is what they do in one audit of twenty at most. Whether a pause was a true one can't be seen here.
menu-audit = Were the draws fair?
button-page-audit = ⚖️ Fairness
button-story = Why so many?
story-title = <b>What { $name } got</b>, { $day }
story-none = Nothing was given out that could have come here.
story-given =
    { $given ->
        [one] One request was given out
       *[other] { $given } requests were given out
    } in these sources; { $could ->
        [0] none of them could come here.
        [one] one of them could come here.
       *[other] { $could } of them could come here.
    }
story-got = By weight and free places { $expected } were to be expected; { $got } came.
story-by-hand =
    { $count ->
        [one] One more came by hand, or back after it was put off.
       *[other] { $count } more came by hand, or back after they were put off.
    }
story-left-out = <b>Not in the running</b>, and why:
story-stretch =
    { $time }: { $reason }, { $count ->
        [one] one request
       *[other] { $count } requests
    }
story-unknown =
    { $count ->
        [one] Of one more request only the first twenty who were left out are known.
       *[other] Of { $count } more requests only the first twenty who were left out are known.
    }

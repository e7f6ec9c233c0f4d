audit-title = <b>Честно ли распределялось?</b> { $days }
audit-none = { $days }: ничего не распределялось.
audit-fair = ✅ Подозрительного нет: такие отклонения бывают и при честном розыгрыше.
audit-flagged =
    { $count ->
        [one] ⚠️ Отмечено { $count } место: при честном розыгрыше так почти не бывает.
        [few] ⚠️ Отмечено { $count } места: при честном розыгрыше так почти не бывает.
       *[many] ⚠️ Отмечено { $count } мест: при честном розыгрыше так почти не бывает.
    }
audit-unreadable =
    { $count ->
        [one] ⚠️ { $count } решение не читается.
        [few] ⚠️ { $count } решения не читаются.
       *[many] ⚠️ { $count } решений не читается.
    }
audit-skip-missing = ⚠️ { $name } — нет в решении по №{ $number }, хотя вес тогда был
audit-skip-no_weight = ⚠️ { $name } — не участвует в №{ $number }: «нет веса», а вес был
audit-skip-weight = ⚠️ { $name } — в №{ $number } участвует не с тем весом, который был задан
audit-tickets-even =
    { $count ->
        [one] Вытянут { $count } билет; случайно так бывает: { $p }
        [few] { $count } билета распределены ровно; случайно так бывает: { $p }
       *[many] { $count } билетов распределены ровно; случайно так бывает: { $p }
    }
audit-tickets-uneven =
    { $count ->
        [one] ⚠️ Вытянут { $count } билет; случайно так бывает: { $p }
        [few] ⚠️ { $count } билета распределены неровно; случайно так бывает: { $p }
       *[many] ⚠️ { $count } билетов распределены неровно; случайно так бывает: { $p }
    }
audit-share =
    { $name }, { $source }: выиграно { $won }, ожидалось { $expected } из { $draws ->
        [one] { $draws } розыгрыша
       *[many] { $draws } розыгрышей
    }; случайно так бывает: { $p }
audit-share-flagged =
    ⚠️ { $name }, { $source }: выиграно { $won }, ожидалось { $expected } из { $draws ->
        [one] { $draws } розыгрыша
       *[many] { $draws } розыгрышей
    }; случайно так бывает: { $p }
audit-apart = { $name }, { $source }, отдельно: { $what }
audit-apart-preferred = по предпочтению — { $count }
audit-apart-passed = после передачи — { $count }
audit-apart-by-hand = вручную — { $count }
audit-apart-turns = по очереди — { $count }
audit-apart-returned = из отложенных — { $count }
audit-chance = { $percent } %
audit-hardly = реже 0,1 %
audit-about = «Случайно так бывает» — как часто честный розыгрыш отклоняется так же или сильнее. Ложная отметка бывает не чаще чем в одной проверке из двадцати. Была ли пауза настоящей, здесь не видно.
menu-audit = Честно ли распределялось
button-page-audit = ⚖️ Честность

# Что другие меняют в работе оператора
you-switched-off =
    ⚙️ Вас отключили: новые обращения не приходят. { $count ->
        [0] Открытых у вас нет.
        [one] { $count } открытое остаётся у вас.
        [few] { $count } открытых остаются у вас.
       *[many] { $count } открытых остаются у вас.
    }
you-switched-on =
    ⚙️ Вас снова включили: { $pause ->
        [yes] новые обращения пойдут, когда вернётесь с паузы: /resume
       *[no] новые обращения приходят к вам.
    }
you-limit-set =
    ⚙️ { $after ->
        [0] Новые обращения вам пока не приходят: ваш лимит теперь 0
        [one] Теперь у вас может быть открыто до { $after } обращения
       *[many] Теперь у вас может быть открыто до { $after } обращений
    }{ $before ->
        [same] , как и раньше.
       *[other] {" "}(раньше { $before }).
    }
you-weight-set =
    ⚙️ { $source }: { $before ->
        [0] новые обращения отсюда теперь приходят и вам, ваш вес { $after }.
       *[other] { $after ->
            [bots] отдельного веса у вас здесь больше нет, действуют веса бота
            [0] новые обращения отсюда вам больше не приходят
           *[other] ваш вес теперь { $after }
        }{ $before ->
            [same] , как и раньше.
           *[other] {" "}(раньше вес { $before }).
        }
    }

# Паузы
operator-paused-until =
    Новых обращений не будет до { $day ->
        [today] { $time }
        [tomorrow] завтра, { $time }
       *[other] { $moment }
    }, потом они пойдут снова. Открытые остаются у вас.
button-pause-short = 30 минут
button-pause-long = 1 час
button-pause-open = Пока не вернусь
button-pause-stay = Остаться на паузе
mine-paused = ⏸ Вы на паузе.
mine-paused-since =
    ⏸ Вы на паузе { $day ->
        [today] с { $time }
        [yesterday] со вчерашнего дня, с { $time }
       *[other] с { $moment }
    }.
mine-paused-until =
    ⏸ Вы на паузе до { $day ->
        [today] { $time }
        [tomorrow] завтра, { $time }
       *[other] { $moment }
    }.
pause-forgotten =
    Вы на паузе { $day ->
        [yesterday] со вчерашнего дня, с { $time }
       *[other] с { $moment }
    }. Вернулись?
pause-stays = Хорошо, пауза продолжается.
pause-over = Пауза закончилась, вы снова получаете обращения.
pause-when = На сколько пауза? Скажите минуты, часы или время, до которого.
refused-bad_pause = Пауза длится от минуты до { $most } дней. Если вас не будет дольше, скажите администратору.
refused-not_paused = Та пауза уже закончилась. Новая: /pause

# Возврат завершённого
reopened-to-queue = Обращение №{ $number } снова открыто и стоит в очереди.
reopened-with = Обращение №{ $number } снова открыто, его получает { $name }.
reopen-otherwise =
    { $count ->
        [0] Обращение может подождать в очереди.
       *[other] Кому его отдать? Число — свободные места.
    }
client-reopened-waits = Обращение №{ $number } снова открыто. Мы скажем, кто вам отвечает.
fact-reopened-to-queue = снова открыто и в очереди: { $by }

# Что пишет клиент
claim-offered =
    { $way ->
        [phone] Сохранить телефон { $value }?
       *[email] Сохранить почту { $value }?
    }
button-claim-keep = Сохранить
button-claim-no = Нет
claim-kept = Сохранено в обращении №{ $number }: { $value }. Это со слов клиента, подтверждения нет.
claim-declined = Не сохранено.
refused-claim_changed = Клиент с тех пор изменил это сообщение. Посмотрите ещё раз.
refused-claim_known = Это уже известно, смотрите карточку.
fact-claim_kept = телефон или почта сохранены со слов клиента: { $by }

# Что видно администратору об операторе
operator-missed = Подряд не взято вовремя: { $count }

# Почему обращение пришло от коллеги
card-came =
    { $why ->
        [passed_on] ↪️ { $name } передаёт это обращение
        [passed_to] ↪️ { $name } передаёт это обращение вам
        [timeout] ↪️ { $name }: вовремя не взято
        [unreachable] ↪️ { $name } не на связи
        [moved] ↪️ Перенесено вручную, до вас — { $name }
        [manual] ↪️ Назначено вручную, до вас — { $name }
       *[other] ↪️ До вас — { $name }
    }

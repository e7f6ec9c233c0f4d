# Отказы
refused-no_such_contact = Обращения №{ $number } нет.
refused-not_yours = Это обращение не ваше.
refused-already_sent = Это сообщение уже отправлено, обращение №{ $number }.
refused-moved = Обращение №{ $number } теперь не у вас.
refused-not_your_answer = Чтобы убрать свой ответ, ответьте на него командой /withdraw.
refused-already_withdrawn = Клиент этого ответа уже не видит.
refused-empty_note = Что записать? Напишите после «//».
refused-note_of_words = В заметке могут быть только слова: «//» и текст. Файл клиенту не отправлен.
refused-signed = Написанное клиенту администратором уже не меняется. Чтобы поправить, напишите ещё раз.
refused-already_taken = Обращение №{ $number } уже в работе.
refused-taken_first = Обращение №{ $number } уже взято: { $name }.
refused-left_pool = Обращения №{ $number } больше нет в пуле.
refused-not_offered = Сейчас обращение №{ $number } взять нельзя: нет веса для этого источника, не ваше рабочее время или оно предназначено другим.
refused-answered = Клиент по обращению №{ $number } ответа не ждёт.
refused-not_taken = Сначала возьмите обращение №{ $number } в работу.
refused-completed = Обращение №{ $number } уже завершено.
refused-waiting = Обращение №{ $number } ждёт: его пока никто не получил.
refused-no_way_back = Обращение №{ $number } не может снова стать новым.
refused-not_completed = Обращение №{ $number } ещё не завершено.
refused-nobody_else = Передать пока некому: остальные заняты или не на месте. Обращение №{ $number } остаётся у вас.
refused-no_successor = Обращения этого источника больше никто не берёт: №{ $number } остаётся на месте.
refused-full = Свободных мест нет: открыто уже { $limit }. Завершите что-нибудь и попробуйте ещё раз.
refused-off = Вас отключили от обращений. Спросите администратора.
refused-paused = Вы на паузе. Вернитесь командой /resume и попробуйте ещё раз.
refused-newer_contact = У клиента уже открыто обращение №{ $newer }, №{ $number } не вернуть.
refused-no_chat =
    Обращение №{ $number } пришло не из Telegram, здесь ответить нельзя. { $reach ->
        [none] Контактов клиента нет.
        [id] Ни телефона, ни почты клиент не оставил, известен только ID: { $id }
        [typed] Телефон и почта не подтверждены; что указано в форме, видно на карточке.
        [telegram] Но клиент есть в Telegram: нажмите на имя в карточке.
       *[other] Связаться с клиентом: { $reach }
    }
refused-link_unknown = Эта ссылка уже не действует. Попросите у администратора новую.
refused-link_expired = Срок ссылки истёк. Попросите у администратора новую.
link-ended-for-admin = Эта ссылка уже не действует. Вы администратор: новую ссылку даст /operators, перешлите её оператору, а не открывайте сами.
refused-already_operator = Вы уже вошли как { $name }. Одному аккаунту — один оператор.
refused-no_such_operator = Оператора «{ $name }» нет. Все операторы: /operators
refused-no_such_source = Источника «{ $name }» нет. Все источники: /sources
refused-dismissed = { $name } здесь больше не работает, вернуть нельзя. Принять заново: /operators
refused-name_taken = Имя «{ $name }» уже занято: это оператор №{ $number }.
refused-name_looks_alike = Имя «{ $name }» на вид такое же, как «{ $other }» (оператор №{ $number }): их не различить.
refused-bad_name = Такое имя не подойдёт: нужно от 1 до 64 знаков, не число и не с «/», «#», «@» или кавычки в начале.
refused-bad_limit = Лимит — целое число от 0 до { $most }.
refused-bad_weight = Вес — целое число от 0 до { $most }.
refused-has_it = { $name } и так ведёт обращение №{ $number }.
refused-operator_off = { $name } новых обращений не получает: сначала включите.
refused-operator_paused = { $name } на паузе.
refused-operator_unreachable = { $name } не на связи: нет чата с ботом.
refused-operator_full =
    { $limit ->
        [0] { $name }: свободных мест нет, лимит 0.
       *[other] { $name }: свободных мест нет, открыто { $load } из { $limit }.
    }
refused-own_contact = { $name } — сам клиент этого обращения.
refused-changed_since = С тех пор всё изменилось. Посмотрите ещё раз.
refused-bad_source_name = Такое название не подойдёт: нужно от 1 до 64 знаков, не число и не с «/», «#», «@» или кавычки в начале.
refused-source_name_taken = Название «{ $name }» уже занято: это источник №{ $number }.
refused-source_name_looks_alike = Название «{ $name }» на вид такое же, как «{ $other }» (источник №{ $number }): их не различить.
refused-named_by_telegram = Имя бота { $name } задаёт Telegram, его меняют у @BotFather.
refused-same_operator = Выберите кого-нибудь другого: это и есть { $name }.
refused-nothing_to_move = Открытых обращений нет: { $name } ничего не держит.
refused-not_assigned_yet = Обращение №{ $number } ещё никому не назначали.
refused-never_assigned = Обращение №{ $number } никому не назначали, вернуть его некому. Пусть клиент напишет ещё раз.
refused-telegram_id = API не принимает номера tg:, пока API_TELEGRAM_IDS не равно 1.
refused-no_such_setting = Настройки «{ $name }» нет. Все настройки: /settings
refused-setting_number =
    { $unit ->
        [minutes] Нужно время не больше семи дней, например 30 минут или 2 часа.
        [days] Нужно число дней от { $least } до { $most }.
       *[none] Нужно целое число от { $least } до { $most }.
    }
refused-setting_switch = Нужно «да» или «нет».
refused-setting_region = «{ $name }» — не страна: нужен код из двух букв или название.
refused-setting_language = Я говорю по-русски и по-английски.
refused-setting_timezone = «{ $name }» — не часовой пояс: нужен город или название вроде Europe/Moscow.
refused-no_such_admin = Этот человек уже не администратор.
refused-already_admin = Вы уже администратор. Перешлите ссылку тому, кому она предназначена: она ещё действует.
refused-too_many_admins = По ссылке уже { $most } администраторов: сначала кого-нибудь уберите.
refused-no_weights = У оператора { $name } пока нет веса ни для одного источника. Напишите, для какого: имя, источник и число.
refused-trial_over = Это уже применили или оставили как есть.
refused-not_to_be_applied = Нанять кнопкой нельзя: добавьте оператора командой /operators.
refused-no_weight_here = У оператора { $name } нет веса для этого источника, так что и группы нет.
refused-bad_minutes = Нужно целое число минут от 0 до { $most }.
refused-not_allowed = На доске вы можете только смотреть; это может изменить администратор.
refused-no_such_right = Этот доступ уже закрыли. Посмотрите ещё раз.
refused-too_many_rights = Доска открыта или предложена уже { $most } людям: сначала закройте её для кого-нибудь.
refused-admin_looks = Вы администратор, доска и так ваша: /board. Перешлите ссылку тому, кому она предназначена: она ещё действует.
refused-looks_already = Доска вам уже видна: /board. Перешлите ссылку тому, кому она предназначена: она ещё действует.
refused-no_right = Доска вам не видна. Пригласить вас может администратор.
refused-launch_unknown = Telegram не сообщил, кто вы: откройте ссылку из /board.
refused-launch_over = Это открыли слишком давно: закройте и нажмите кнопку ещё раз.

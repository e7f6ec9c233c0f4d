# Быстрые ответы: оператор выбирает
button-answers = ⚡ Быстрый ответ
answers-choose = Какой ответ отправить по обращению №{ $number }? Перед отправкой вы его увидите.
answers-by-typing = Или ответьте на карточку, набрав { $bot } и несколько букв.
answers-gone = Быстрых ответов больше нет.
answers-closed = Обращение №{ $number }: ничего не отправлено.
button-answer-send = Отправить
answer-preview = <b>Обращение №{ $number }.</b> Клиент прочтёт:

    { $text }
answer-sent = <b>Обращение №{ $number }.</b> Отправлено клиенту:

    { $text }
done-answer-sent = Обращение №{ $number }: отправлено

# Списки администраторов
answers-title = <b>Быстрые ответы</b> — тексты, которые операторы отправляют кнопкой
answers-none = Пока ни одного. Добавьте — и на карточках у операторов появится кнопка «Быстрый ответ». В тексте { $known } заменяются именем клиента, номером обращения и именем оператора.
answers-line =
    { $title } · { $source } · { $count ->
        [0] ещё не отправляли
        [one] { $count } раз
        [few] { $count } раза
       *[many] { $count } раз
    }
answers-for-all = все источники
answers-for-whom = Для чьих клиентов новый ответ?
answer-title = Быстрый ответ <b>{ $title }</b> · { $source }
answer-used =
    { $count ->
        [0] Ещё не отправляли.
        [one] Отправляли { $count } раз.
        [few] Отправляли { $count } раза.
       *[many] Отправляли { $count } раз.
    }
answer-text = { $text }
answer-added = Добавлено: { $title }
answer-removed = Убрано: { $title }. Что отправлено, остаётся у клиентов.
answer-remove-sure = Убрать быстрый ответ «{ $title }»?
button-answer-add = ➕ Добавить ответ
button-answers-for-all = Для всех источников
button-answer-title = Изменить название
button-answer-text = Изменить текст
button-answer-remove = Убрать
button-answer-remove-sure = Да, убрать
button-answers-all = « Все ответы
ask-answer-title = Как назвать новый ответ? Это название операторы увидят на кнопке. Например: цена
ask-answer-new-title = Как теперь назвать «{ $title }»?
ask-answer-text = Что клиент прочтёт в ответе «{ $title }»? { $known } заменяются именем клиента, номером обращения и именем оператора.
answers-usage = Не понимаю. Можно так: add, rename, text, remove.
answers-usage-add = Новому ответу нужны название, двоеточие и текст; для клиентов одного бота — сначала его @имя.
answers-usage-rename = Какой ответ переименовать и как? Название из нескольких слов — в кавычках.
answers-usage-text = Какой ответ изменить и что в нём написать? Название из нескольких слов — в кавычках.
answers-usage-remove = Какой ответ убрать?
example-answer-title = цена
example-answer-text = 990 рублей в месяц, доставка бесплатно.

# Отказы
refused-no_such_answer = Быстрого ответа «{ $name }» нет. Все ответы: /answers
refused-several_answers = Ответ «{ $name }» есть у нескольких источников. Назовите его номером: { $numbers }
refused-bad_title = Название «{ $name }» не подойдёт: нужно от 1 до 40 знаков, не число, без двоеточия и не с «/», «#», «@» или кавычки в начале.
refused-title_taken = «{ $name }» уже есть.
refused-bad_answer = В ответе должны быть слова, не больше { $most } знаков.
refused-unknown_placeholder = «{ $name }» в фигурных скобках ничего не значит. Можно так: { $known }
refused-too_many_answers = У одного источника может быть не больше { $most } быстрых ответов. Сначала уберите лишнее.
refused-answer_changed = Этот ответ тем временем изменился. Вернитесь назад и посмотрите ещё раз.
refused-answer_sent = Это уже отправлено.
refused-answers_nobody = Обращения источника { $name } приходят по API: его клиентам здесь не ответить.

# Набором
inline-for = { $title } → { $client }, №{ $number }
inline-for-nobody = Этот текст больше не подходит ни к одному вашему открытому обращению, поэтому никому не отправлен. Найдите его заново.
inline-off = Операторы могут находить их и быстрее, набрав { $bot } и несколько букв. Включите это у @BotFather: { $command }, затем { $bot }, затем подсказка, например «быстрый ответ».
inline-on = Операторы находят их и быстрее: набирают { $bot } и несколько букв в чате с этим ботом.
refused-answer_elsewhere = Этот текст составлен для другого клиента или с тех пор изменился, поэтому клиент обращения №{ $number } его не получил. Найдите его заново.

# Что источник говорит клиентам
button-source-texts = Тексты для клиентов
button-all-texts = « Все тексты
texts-title = <b>{ $source }: что читают клиенты</b>
texts-explained = Каждый текст можно заменить своим, а почти любой — не отправлять. На «Вы тут?» бот отвечает всегда.
text-title = <b>{ $source }: { $what }</b>
text-for-all = Для всех: { $text }
text-for-ru = На русском: { $text }
text-for-en = На английском: { $text }
text-readers = { $readers ->
    [ru] на русском
   *[en] на английском
    }
text-placeholders = Можно вставить: { $known }
text-asks-rating = С этим текстом приходит вопрос об оценке (👍 👎): без него никого не спрашиваем.
text-set = { $source }: текст «{ $what }» изменён.
text-reset = { $source }: текст «{ $what }» снова обычный.
text-off = { $source }: «{ $what }» больше не отправляем.
button-text-own = { $readers ->
    [ru] ✏️ На русском
    [en] ✏️ На английском
   *[all] ✏️ Для всех
    }
button-text-off = Не отправлять
button-text-usual = { $readers ->
    [all] Обычный
   *[other] Как для всех
    }
ask-source-text = { $source }, «{ $what }»: что прочтут клиенты{ $readers ->
    [ru] {", "}которые читают по-русски
    [en] {", "}которые читают по-английски
   *[all] {""}
    }? Пришлите текст или «-» — вернуть обычный.
sources-usage-text = Нужны источник, какой текст (приветствие, приём, закрыто, принято, очередь, взято, дописано или завершено) и что говорить; «выкл» — ничего не отправлять.
refused-speaks_to_nobody = { $name } принимает обращения через API, клиентам отсюда ничего не пишут.
refused-must_be_said = Этот текст нельзя отключить: замените его своим или верните обычный.

source-text-usual = как обычно
source-text-none = нет
source-text-bots = как у бота
source-text-off = не отправляем
source-greeting = Приветствие: { $text }
source-receipt = Строка при приёме: { $text }
source-closed = Когда закрыто: { $text }
source-accepted = Принято: { $text }
source-queued = Принято, ждёт: { $text }
source-taken = Взято в работу: { $text }
source-passed = После завершения: { $text }
source-completed = Завершено: { $text }
source-word-greeting = приветствие
source-word-receipt = приём
source-word-closed = закрыто
source-word-accepted = принято
source-word-queued = очередь
source-word-taken = взято
source-word-passed = дописано
source-word-completed = завершено
button-source-greeting = Приветствие
button-source-receipt = Строка при приёме
button-source-closed = Когда закрыто
button-source-accepted = Принято
button-source-queued = Принято, ждёт
button-source-taken = Взято в работу
button-source-passed = После завершения
button-source-completed = Завершено
text-when-greeting = Ответ на /start.
text-when-receipt = Ещё одна строка под «принято», каким бы оно ни было.
text-when-closed = Это читает тот, кто пишет, пока закрыто; когда откроетесь, добавим сами. Если не отправлять, ответим только тому, кто напишет ещё раз.
text-when-accepted = Когда обращение пришло и у него есть оператор. Если не отправлять, тот, кто не оставил телефон, всё же получит короткую строку с кнопкой для него.
text-when-queued = Когда обращение пришло, а взять его пока некому: с местом в очереди или о том, что никого нет. Если не отправлять, ответим только тому, кто напишет ещё раз.
text-when-taken = Когда оператор берёт обращение в работу или возвращает его в работу.
text-when-passed = Тому, кто написал после завершения, если его прочтёт тот же оператор.
text-when-completed = Когда обращение завершено.
client-share-phone = Номер телефона можно оставить кнопкой ниже.

# Фото и файлы обращения
files-sent = { $count ->
    [one] { $count } файл придёт в ваш чат с @{ $name }.
    [few] { $count } файла придут в ваш чат с @{ $name }, новые — последними.
   *[many] { $count } файлов придут в ваш чат с @{ $name }, новые — последними.
    }
file-gone = [{ $kind }] показать не получится: в Telegram этого больше нет.
refused-no_files = В обращении №{ $number } смотреть нечего.
refused-open_bot_first = Эти файлы есть только у @{ $name }: откройте этого бота и нажмите ещё раз.
refused-files_on_their_way = Они уже отправляются: загляните в чат с @{ $name }.

### Слова страницы-мессенджера.

# Bar
bot = Бот
columns = Колонки
other-language = In English
theme =
    { $theme ->
        [light] Тема: светлая. Сменить на тёмную
        [dark] Тема: тёмная. Сменить на системную
       *[auto] Тема: как в системе. Сменить на светлую
    }
panel = Проверить
board = Живая доска
close-panel = Закрыть
opening = Магазин открывается. Секунду…
lost = Связь потеряна. Пробуем снова…
unreachable = Локальный Telegram не отвечает. Он ещё работает?
no-bot = Бота пока нет. Зарегистрируйте его, как показано в README песочницы, и он появится здесь.

# Roles
role-client = Клиент
role-operator = Оператор
role-admin = Админ
roles-client = Клиенты
roles-operator = Операторы
roles-admin = Админы

# Head of a column
whose = Чей чат
others = Другие
nobody = Никого
nobody-yet = Здесь пока никого нет.
has-blocked = бот заблокирован
has-unread = { $name }, непрочитанных: { $count }
unread = непрочитанных
new-client = Новый клиент
client-names = Алиса, Борис, Варвара, Глеб, Дарья, Евгений, Жанна, Захар, Илья, Кира, Леонид, Марина, Никита, Оксана, Павел, Раиса, Семён, Таисия, Ульяна, Фёдор, Эмма, Яна
more = Ещё: { $name }
press-start = Нажать «Старт»
block = Заблокировать бота
unblock = Разблокировать бота

# A chat without messages
you-are-client = Вы — { $name }, клиент.
you-are-operator = Вы — { $name }, оператор. Когда напишет клиент, здесь появится карточка.
you-are-admin = Вы — { $name }, админ. Здесь вы нанимаете операторов и задаёте их веса.
you-are-person = Вы — { $name }.
write-to = Напишите в { $bot }:
question-1 = Здравствуйте! Вы доставляете по субботам?
question-2 = Мой заказ не пришёл. Поможете?
question-3 = Сколько стоит торт на десять человек?

# Messages
chat-of = Чат, { $name }, можно прокручивать
messages = Сообщения
from-bot = Бот, кому — { $name }:
from-person = { $name }:
earlier =
    { $count ->
        [one] Ещё { $count } сообщение раньше
        [few] Ещё { $count } сообщения раньше
       *[many] Ещё { $count } сообщений раньше
    }
to-bottom =
    { $count ->
        [0] К последнему сообщению
        [one] К последнему сообщению, { $count } новое
        [few] К последнему сообщению, { $count } новых
       *[many] К последнему сообщению, { $count } новых
    }
reply = Ответить
edit = Изменить
delete = Удалить
edited = изменено
silent = Отправлено без звука
forwarded = Переслано от { $name }
via-bot = Через @{ $name }
gone = Сообщения больше нет
jump = В ответ на: { $text }
buttons = Кнопки сообщения
copied = Скопировано

# Kinds
photo = Картинка
photo-made-up = Условная картинка
video = Видео
voice = Голосовое сообщение
voice-made-up =
    { $seconds ->
        [one] Условное голосовое сообщение, { $seconds } секунда
        [few] Условное голосовое сообщение, { $seconds } секунды
       *[many] Условное голосовое сообщение, { $seconds } секунд
    }
audio = Аудио
location = Место на карте
download = Скачать { $name }, { $size }
kind-photo = Картинка
kind-video = Видео
kind-voice = Голосовое сообщение
kind-audio = Аудио
kind-document = Файл
kind-sticker = Стикер
kind-contact = Контакт
kind-location = Место на карте
kind-poll = Опрос
kind-checklist = Список дел
kind-other = Что-то другое

# Writing
write-as-client = Напишите в магазин…
write-as-operator = { $name } пишет…
write-as-admin = Напишите или выберите команду…
write-as-person = { $name } пишет…
message-of = Сообщение, { $name }
send = Отправить
save = Сохранить
cancel = Отменить
replying = Ответ на
quoting = Ответ на эти слова
editing = Изменить сообщение
not-sent = Не отправлено: { $reason }
attach = Прикрепить
attachments = Прикреплённые файлы
choose-files = Выбрать файлы…
send-voice = Отправить условное голосовое
send-photo = Отправить условную картинку
send-location = Отправить место на карте
as-file = как файл
leave-out = Убрать { $name }
too-long = Здесь символов: { $count }. Telegram принимает не больше { $most }.
too-large = «{ $name }» занимает { $size }. Боты принимают файлы не больше { $most }.
empty-file = Файл «{ $name }» пуст.
too-many-files = Вместе отправляется не больше { $most } файлов.
commands = Команды
no-commands = Для этого человека у бота нет команд.
results = Результаты
no-results = Ничего не нашлось.
keyboard = Клавиатура бота
blocked = { $name } — бот заблокирован.

# Dialogs
ok = Хорошо
open-link = Открыть @{ $bot }
open-as = как

# Panel
faults = Сломать Telegram
faults-note = Что бы ни ломалось, сообщения не теряются: верните всё назад, и они придут.
fault-slow = Медленно: ответ через 2 секунды
fault-flood = Слишком много запросов (429)
fault-broken = Ошибки сервера (500)
fault-offline = Нет связи
hit =
    { $count ->
        [one] сбой встретил { $count } вызов
        [few] сбой встретили { $count } вызова
       *[many] сбой встретили { $count } вызовов
    }
normal = Вернуть как было
blocking = Заблокировать бота
blocking-note = Если оператор заблокирует бота, его обращения уйдут коллегам.
rush =
    { $count ->
        [one] { $count } клиент сразу
        [few] { $count } клиента сразу
       *[many] { $count } клиентов сразу
    }
day = День за минуту
stop = Остановить
waiting = ждут
completed = завершено
contacts = обращений
operators = Операторы
operator = Оператор
no-operators = Операторов пока нет.
load = Занято
load-of = { $load } из { $limit }
weight = Вес
expected = Ожидалось
expected-note = Какая доля обращений выпадает в среднем
actual = Вышло
state-working = работает
state-paused = на паузе
state-off = выключен
state-unreachable = недоступен

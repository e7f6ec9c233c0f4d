### Что читает гость, который играет за всех.

# Кто здесь и где это
address = Бот — @{ $bot }, его Telegram слушает на { $url }
address-api = HTTP API — на { $url }/docs, его можно попробовать в браузере.
role-admin = администратор
role-operator = оператор, вес { $weight }, не больше { $limit } сразу
role-client = клиент
speaks = { $role }, язык — { $language }
language-en = английский
language-ru = русский
nothing-yet = пока ничего
open-cards = открыты: { $cards }
last-seen = последнее: { $text }
bye = До свидания: локальный Telegram и его база удалены.

# Что можно набрать
help = Вы играете за всех. Попробуйте:
example-say = вера: Здравствуйте, есть в наличии?
example-reply = анна ответить 1 Да, есть две
example-take = анна взять 1
example-complete = анна завершить 1
example-pass = анна передать 1
example-reopen = анна вернуть 1
example-photo = вера фото
example-album = вера альбом
example-voice = вера голосовое
example-sticker = вера стикер
example-location = вера место
example-edit = вера исправить Здравствуйте, ещё есть в наличии?
example-phone = вера телефон
example-block = анна закрыть
example-unblock = анна открыть
example-admin = админ: /operators
example-tap = админ нажать Добавить оператора
example-everybody = все
examples-alone = все (кто здесь и что видит), помощь, выход
who-acts = (действует тот, кому пришла карточка: жребий случаен, вместо «анна» подойдёт любое имя)

# Что не так со строкой
for-example = { $wrong } Например: { $example }
wrong-nobody = Здесь нет никого по имени «{ $word }».
wrong-no-verb = Что делает { $name }?
wrong-verb = «{ $word }» — такого здесь сделать нельзя; чтобы написать, поставьте после имени двоеточие.
wrong-number = Какое обращение? Назовите номер.
wrong-empty = Писать пока нечего.
wrong-order = Не понимаю «{ $word }».
wrong-no-card = { $name }: нет карточки обращения №{ $number } с кнопками, и ни у кого другого тоже.
wrong-whose-card = Обращение №{ $number } ведёт { $holder }, а не { $name }.
wrong-no-message = { $name } ещё ничего не пишет.
wrong-no-button = На карточке обращения №{ $number } сейчас нет такой кнопки, только { $buttons }.
wrong-which-button = Какую кнопку? Напишите, что на ней стоит.
wrong-no-label = Кнопок в этом чате пока нет.
wrong-other-labels = На новейшем экране такой кнопки нет, только { $buttons }.
wrong-blocked = { $name }: чат с ботом закрыт, сначала его надо открыть.
wrong-phone = { $name }: кнопки с телефоном нет, она приходит с первым ответом бота.
wrong-block = { $name }: чат с ботом ещё не открыт, закрывать нечего.
wrong-unblock = { $name }: чат с ботом и так открыт.
wrong-refused = Локальный Telegram отказал: { $reason }

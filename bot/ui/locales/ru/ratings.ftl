# Клиенту: оценка
client-rated = Обращение №{ $number }: { $thumb } Спасибо за оценку!
client-rated-good = Хотите добавить пару слов — ответьте на это сообщение. Появится новый вопрос — просто напишите.
client-rated-bad = Жаль, что вышло не так, как вы ждали. Расскажите почему: ответьте на это сообщение, и мы передадим. Появится новый вопрос — просто напишите.
client-comment-kept = Спасибо, передали.
button-change-rating = Изменить на { $thumb }
refused-rated_later = Обращение №{ $number } ещё в работе. Оценить можно, когда оно будет завершено.
refused-rated_long_ago = Оценку обращения №{ $number } уже не изменить: прошло больше недели. Напишите нам, если что-то не так.

# Оператору и администраторам
card-rating = Оценка клиента: { $thumb }
admin-rated-bad = 👎 Клиент недоволен: обращение №{ $number }, { $source }. Оператор: { $operator }.
admin-rated-bad-words = 👎 Почему клиент недоволен: обращение №{ $number }, { $source }. Оператор: { $operator }.
admin-rated-hint = Чтобы написать клиенту, ответьте на это сообщение.
fact-rated =
    { $rating ->
        [good] клиент доволен: 👍
       *[bad] клиент недоволен: 👎
    }
fact-commented = клиент добавляет к оценке пару слов

# /sources
source-asks_rating-on = Оценки: после завершения спрашиваем 👍 или 👎
source-asks_rating-off = Оценки: не спрашиваем
source-snooze_frees-on = Отложенные обращения не занимают места оператора
source-snooze_frees-off = Отложенные обращения занимают место оператора
button-source-asks_rating-on = Спрашивать оценку
button-source-asks_rating-off = Не спрашивать оценку
button-source-snooze_frees-on = Освобождать место
button-source-snooze_frees-off = Сохранять место
example-switch = оценки нет
sources-usage-set = Нужны источник, что переключить и «да» или «нет». «оценки» — спрашивать ли оценку, «отложенные» — освобождают ли они место.

# /stats
stats-ratings = Оценки: { $ratings }
stats-rated = 👍 { $good } · 👎 { $bad }
stats-rated-share = { $rated } ({ $share } %)
stats-rated-kind-draw = по жребию { $rated }
stats-rated-kind-preference = по предпочтению { $rated }
stats-rated-kind-turn = по очереди { $rated }
stats-rated-kind-pool = из пула { $rated }
stats-rated-kind-return = из отложенных { $rated }
stats-rated-kind-by_hand = вручную { $rated }
stats-rated-kinds = из них { $kinds }

# /export
export-rating = Оценка
export-rating-comment = Отзыв
export-rating-good = 👍
export-rating-bad = 👎

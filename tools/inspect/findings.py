"""The catalogue of findings: code -> level, what it says, what to do.

One code is one kind of finding for ever: `--json` and `--csv` carry it. Texts are for the service
engineer, in Russian; `{...}` are filled in where it is found.
"""

from collections import Counter

from .model import NORMAL, SERVICE, WARNING, Finding

# A region with more findings of one code than this is damaged as a whole.
MOST = 100

_NOTHING = "Ничего не делать."
_POWER = "Ничего не делать: след отключения питания, на учёт не влияет."
_KEEP = "Снять копию памяти, передать изготовителю; журнал не форматировать."
_REPLACE = "Снять копию памяти, заменить блок управления; смену закрыть по документам СККО."
_COMPARE = "Сверить с СККО по номеру и УИ; снять копию памяти и передать изготовителю."
_BEP = "Снять копию памяти; БЭП подлежит замене (регл. 35), эксплуатацию прекратить."
_ARGUMENTS = "Проверить, тот ли это файл, и смещение: --offset, ИМЯ=ФАЙЛ@СМЕЩЕНИЕ+РАЗМЕР."

CODES: dict[str, tuple[str, str, str]] = {
    # the image as a whole
    "blank": (NORMAL, "Область пуста: заводское состояние.", _NOTHING),
    "unformatted": (NORMAL, "Область не размечена: разметка прервана.",
                    "Повторить операцию изготовителя: разметка продолжится."),
    "unreadable": (SERVICE, "Здесь нет ни одного исправного заголовка {what}.", _ARGUMENTS),
    "size": (WARNING, "Размер {size} байт: не целое число секторов по 4096; хвост не прочитан.",
             _ARGUMENTS),
    "version": (SERVICE, "Формат версии {version}; инспектор знает версию {known}.",
                "Взять инспектор из состава той же версии программы, что и в кассе."),
    "foreign": (WARNING, "Чужие данные в {count} секторах, первый по адресу {first:#x}.",
                _ARGUMENTS),
    "more": (WARNING, "И ещё {count} находок с кодом {code}.",
             "Область повреждена целиком; начать с первых находок."),
    # logs
    "torn": (NORMAL, "Запись прервана отключением питания, не засчитана.", _POWER),
    "replaced": (NORMAL, "Запись {number} сделана повторно в другом месте.", _POWER),
    "erase": (NORMAL, "Сектор {sector}: прервано стирание или первая запись.", _POWER),
    "old": (NORMAL, "Повреждена запись, которая больше не нужна: {what}.", _NOTHING),
    "aside": (WARNING, "Сектор {sector} пропущен: не стирался или не записывался.",
              "Память изношена: проверить повторно через месяц; при росте числа заменить."),
    "header": (SERVICE, "Сектор {sector} без заголовка; его записи прочитаны.", _KEEP),
    "sequence": (SERVICE, "Сектор {sector} повторяет порядковый номер {sequence}.", _KEEP),
    "damaged": (SERVICE, "Запись была целой и не читается: {what}.", _COMPARE),
    "lost": (SERVICE, "Не найдены записи перед этим местом: {count}.", _COMPARE),
    "kind": (WARNING, "Неизвестный вид записи {kind}, {length} байт.",
             "Взять инспектор из состава той же версии программы, что и в кассе."),
    # the journal
    "layout": (SERVICE, "Запись целая, но не разбирается: {what}.", _KEEP),
    "stray": (SERVICE, "Завершающая запись без своего документа: {what}.", _KEEP),
    "stages": (SERVICE, "Нарушен порядок этапов: {what}.", _KEEP),
    "unfinished": (NORMAL, "Не завершён: {what}, этап «{stage}».",
                   "Включить кассу: она закончит операцию сама (регл. 27)."),
    "number_gap": (SERVICE, "Нет документов с номерами {first}–{last}.", _COMPARE),
    "number_twice": (SERVICE, "Номер повторяется: {what} после № {last}.", _COMPARE),
    "z_order": (SERVICE, "Z-отчёт {number} после Z-отчёта {last}.", _COMPARE),
    "time_back": (WARNING, "Время идёт назад: {what}, {time} после {last}.",
                  "Проверить батарею часов и дату кассы (регл. 8)."),
    "date": (SERVICE, "Нет такой даты: {what}, {time}.", _KEEP),
    "uid_missing": (WARNING, "Нет УИ: {what}.",
                    "Найти УИ по номеру документа в СККО; на кассе ничего не менять."),
    "uid_twice": (SERVICE, "Один УИ у двух документов: {what}.", _COMPARE),
    "image": (SERVICE, "Электронный документ не по прил. 2: {what}.", _COMPARE),
    "paper": (SERVICE, "Бумажная часть не разбирается: {what}.", _COMPARE),
    "entry_differs": (SERVICE, "Электронный документ расходится с записью: {what}.", _COMPARE),
    "arithmetic": (SERVICE, "Суммы документа не сходятся: {what}.", _COMPARE),
    "effect_differs": (SERVICE, "Вклад в счётчики расходится с документом: {what}.", _REPLACE),
    "z_differs": (SERVICE, "Z-отчёт {number} расходится с документами смены: {what}.", _REPLACE),
    "checkpoint_differs": (SERVICE, "Контрольная точка расходится с записями: {what}.", _REPLACE),
    "note": (WARNING, "Служебная запись: {what}.",
             "СКНО выдало УИ без документа: сверить последние документы с СККО."),
    # the БЭП
    "slot_torn": (NORMAL, "Запись БЭП прервана отключением питания, не засчитана.", _POWER),
    "slot_kind": (NORMAL, "В виде записи {number} не все биты, остальное исправно; засчитана.",
                  "Проверить БЭП повторно через месяц; при росте числа находок заменить."),
    "slot_skipped": (WARNING, "Место БЭП не записалось; запись сделана в следующем.",
                     "Проверить БЭП повторно через месяц; при росте числа находок заменить."),
    "slot_damaged": (SERVICE, "Запись БЭП {number} была целой и не читается.", _BEP),
    "memory_gap": (SERVICE, "В БЭП нет записей {first}–{last}.", _BEP),
    "memory_order": (SERVICE, "Порядок записей БЭП нарушен: {what}.", _BEP),
    "chain_broken": (SERVICE, "Код подлинности записи {number} не подходит к цепочке.", _BEP),
    "chain_unchecked": (WARNING, "ЦЕПОЧКА БЭП НЕ ПРОВЕРЕНА: ключ неизвестен.",
                        "Добавить образ настроек этой кассы (settings) или --key."),
    "key_foreign": (SERVICE, "БЭП привязан к другому блоку управления или ключ не тот.",
                    "Вернуть БЭП своему блоку управления; проверить --key и образ settings."),
    "continuation": (NORMAL, "Продолжение без записи смены, не засчитано.", _POWER),
    "memory_layout": (SERVICE, "Содержание записи БЭП {number} неверно: {what}.", _BEP),
    # between the regions
    "journal_missing": (SERVICE, "БЭП зарегистрирован, а журнал пуст.", _REPLACE),
    "memory_missing": (SERVICE, "В журнале есть документы, а БЭП пуст.", _BEP),
    "settings_missing": (SERVICE, "БЭП и журнал заполнены, а настройки пусты: ключа нет.",
                         _REPLACE),
    "memory_pending": (NORMAL, "Z-отчёта {number} ещё нет в БЭП: он не завершён.",
                       "Включить кассу: она запишет его сама (регл. 34)."),
    "memory_behind": (SERVICE, "Z-отчёта {number} нет в БЭП.", _BEP),
    "memory_ahead": (SERVICE, "Смена {number} есть в БЭП, а в журнале Z-отчёта нет.", _KEEP),
    "memory_differs": (SERVICE, "Смена {number} в БЭП не равна Z-отчёту: {what}.", _BEP),
    "registration_differs": (SERVICE, "Документ не по регистрации в БЭП: {what}.", _COMPARE),
    # the СКНО
    "skno_unreadable": (WARNING, "Документы СКНО не читаются: {what}.",
                        "Взять skno.json и skno.json.documents из одной папки."),
    "skno_pending": (NORMAL, "У СКНО есть {what}, касса ещё ждёт ответа.",
                     "Включить кассу: она получит УИ сама (регл. 77)."),
    "skno_only": (SERVICE, "Есть у СКНО, нет в журнале: {what}.", _COMPARE),
    "skno_missing": (SERVICE, "Есть в журнале, нет у СКНО: {what}.", _COMPARE),
    "skno_before": (NORMAL, "{count} документов зарегистрированы прежним СКНО.", _NOTHING),
    "skno_uid": (SERVICE, "УИ в журнале и у СКНО разные: {what}.", _COMPARE),
    "skno_differs": (SERVICE, "У СКНО другой документ: {what}.", _COMPARE),
    "skno_twice": (SERVICE, "У СКНО документ дважды: {what}.", _COMPARE),
    # settings
    "setting": (WARNING, "Значение настройки не читается: {what}.",
                "Запрограммировать настройку заново."),
    # goods
    "goods_none": (NORMAL, "База товаров не загружена.", _NOTHING),
    "goods_header": (NORMAL, "Половина {half}: базы нет, загрузка была прервана.", _POWER),
    "goods_lost": (SERVICE, "Заголовок базы товаров повреждён, другой базы нет.",
                   "Загрузить базу товаров заново."),
    "goods_replaced": (WARNING, "Обе базы товаров отмечены как заменённые.",
                       "Загрузить базу товаров заново."),
    "goods_page": (SERVICE, "Страница {page} базы товаров повреждена: {what}.",
                   "Загрузить базу товаров заново."),
    "goods_count": (SERVICE, "База товаров не полна: {what}.",
                    "Загрузить базу товаров заново."),
    "change_torn": (NORMAL, "Изменение цены прервано, не засчитано.",
                    "Ввести цену снова, если она не та."),
    "change_damaged": (SERVICE, "Изменение цены было целым и не читается.",
                       "Загрузить базу товаров заново."),
}  # fmt: skip


class Notes:
    """Collects findings; of one code in one region at most `MOST`, and how many more."""

    def __init__(self) -> None:
        self._findings: list[Finding] = []
        self._counts: Counter[tuple[str, str]] = Counter()

    def add(self, region: str, address: int | None, code: str, **values: object) -> None:
        """One finding of the catalogue."""
        self._counts[region, code] += 1
        if self._counts[region, code] <= MOST:
            level, text, remedy = CODES[code]
            self._findings.append(
                Finding(region, address, code, level, text.format(**values), remedy)
            )

    def absorb(self, other: "Notes") -> None:
        """Adds what another collected."""
        self._findings += other._findings
        self._counts += other._counts

    def take(self) -> list[Finding]:
        """All of them, in the order of finding."""
        found = list(self._findings)
        level, text, remedy = CODES["more"]
        for (region, code), count in self._counts.items():
            if count > MOST:
                words = text.format(count=count - MOST, code=code)
                found.append(Finding(region, None, "more", level, words, remedy))
        return found

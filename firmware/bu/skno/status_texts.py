"""What the status of the СКНО says to a service engineer, a Russian line for each notable bit."""

from bu.skno.status import NAMES, Status

# In the order of NAMES: (line when the bit is set, line when it is clear); "": nothing to say.
_LINES = (
    ("СКНО занято", ""),
    ("", "Нет СКЗИ"),
    ("", "Нет соединения с сервером"),
    ("Запрет: срок сертификата СКЗИ", ""),
    ("Запрет: не переданы Z-отчеты", ""),
    ("Запрет: память СКНО заполнена", ""),
    ("", "Идентификация не пройдена"),
    ("Смена в СКНО открыта", "Смена в СКНО закрыта"),
    ("Не завершена процедура по документу", ""),
    ("Есть документы, не переданные в СККО", ""),
    ("Превышен размер документа", ""),
    ("", "СКНО неисправно"),
    ("Запрет: СКНО заблокировано", ""),
)


def texts(status: Status) -> list:
    """The lines worth saying about `status`."""
    lines = []
    for place, name in enumerate(NAMES):
        line = _LINES[place][0 if getattr(status, name) else 1]
        if line:
            lines.append(line)
    return lines

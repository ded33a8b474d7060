"""
The vocabulary of the synthetic archive: words, names and labels in three languages.

`TOPICS` are one thing in each language, for tags, titles and file names; the
other words are drawn for sentences.  Place names are spelled with letters that
Ukrainian, Russian and English romanize alike, one to one, so that a title with
a place in it makes an address of its own in every language.

Imports: nothing of ours.
"""

# Lists of words are kept as running text, which is what an author of words edits.
# ruff: noqa: SIM905

from __future__ import annotations

import re
from typing import Final

LANGUAGES: Final = ("uk", "en", "ru")
"""In the order of site.yaml, which is the order of preference for originals."""

_TOPICS = """
budget бюджет бюджет | harbour гавань гавань | school школа школа | library бібліотека библиотека
hospital лікарня больница | bridge міст мост | railway залізниця железная-дорога | river річка река
market ринок рынок | theatre театр театр | museum музей музей | festival фестиваль фестиваль
election вибори выборы | council рада совет | parliament парламент парламент | court суд суд
reform реформа реформа | road дорога дорога | airport аеропорт аэропорт | factory завод завод
harvest врожай урожай | bread хліб хлеб | coffee кава кофе | water вода вода
energy енергія энергия | winter зима зима | summer літо лето | storm буря буря
climate клімат климат | forest ліс лес | mountain гора гора | village село деревня
street вулиця улица | square площа площадь | house будинок дом | garden сад сад
teacher вчителька учительница | doctor лікар врач | engineer інженерка инженер
farmer фермер фермер
writer письменниця писательница | painter художник художник | composer композитор композитор
poet поетка поэтесса | actor актор актёр | film фільм фильм | book книжка книга
music музика музыка | song пісня песня | exhibition виставка выставка | archive архів архив
letter лист письмо | diary щоденник дневник | history історія история | memory пам'ять память
language мова язык | translation переклад перевод | newspaper газета газета | radio радіо радио
camera камера камера | photograph світлина снимок | portrait портрет портрет | science наука наука
laboratory лабораторія лаборатория | telescope телескоп телескоп | satellite супутник спутник
engine двигун двигатель | computer комп'ютер компьютер | network мережа сеть
software програма программа
bank банк банк | tax податок налог | price ціна цена | salary зарплата зарплата
pension пенсія пенсия | insurance страхування страхование | trade торгівля торговля
export експорт экспорт
customs митниця таможня | border кордон граница | refugee біженець беженец
volunteer волонтерка волонтёр
police поліція полиция | fire пожежа пожар | rescue порятунок спасение | medicine медицина медицина
vaccine вакцина вакцина | nurse медсестра медсестра | child дитина ребёнок | family родина семья
football футбол футбол | swimming плавання плавание | chess шахи шахматы | marathon марафон марафон
cycling велоспорт велоспорт | stadium стадіон стадион | champion чемпіонка чемпионка
coach тренер тренер | tournament турнір турнир | referee арбітр арбитр
church церква церковь | monastery монастир монастырь | castle замок замок
excavation розкопки раскопки
coin монета монета | map мапа карта | island острів остров | sea море море
"""


def _read_topics() -> tuple[dict[str, str], ...]:
    """Return one mapping of language to word for each topic."""
    entries = (entry.split() for line in _TOPICS.splitlines() for entry in line.split("|"))
    return tuple(
        {"en": entry[0], "uk": entry[1], "ru": entry[2].replace("-", " ")}
        for entry in entries
        if entry
    )


TOPICS: Final = _read_topics()

LINKING: Final = {
    "uk": (
        "і в на що з до за не як та але від про для під час це той який коли вже ще так або "
        "через після перед між над без його її їхній свій тут там де усе навіть лише майже "
        "тоді потім знову чому адже проте отже завжди ніколи сьогодні вчора торік"
    ).split(),
    "en": (
        "the of and to in a that for on with as was by at from it which but not this have had "
        "after before between over without his her their its here there where even only almost "
        "then again why because however always never today yesterday while until under during"
    ).split(),
    "ru": (
        "и в на что с до за не как а но от о для под во время это тот который когда уже ещё так "
        "или через после перед между над без его её их свой здесь там где всё даже лишь почти "
        "тогда потом снова почему ведь однако итак всегда никогда сегодня вчера недавно"
    ).split(),
}

OTHER: Final = {
    "uk": (
        "говорить пояснює розповіла відповіли побачив знайшла почали завершили відкрила збудували "
        "вирішив обіцяють шукає чекали повернулася зібрав написали прочитала змінив показують "
        "підписали запросила працює навчають виміряв порахували сфотографувала зберегли відновив "
        "передала отримали втратив купила продають перевірив погодилися заперечила підтримав "
        "новий старий великий малий перший останній міський сільський державний приватний місцевий "
        "дешевий дорогий тихий гучний світлий темний теплий холодний швидкий повільний важливий "
        "звичайний рідкісний відомий забутий молодий мудрий спільний громадський науковий художній "
        "цифровий паперовий кам'яний дерев'яний скляний північний південний східний західний "
        "мешканці сусідка вчені журналіст директорка голова депутати читачі глядачка мандрівники "
        "рішення питання відповідь причина наслідок приклад досвід робота відпочинок подорож "
        "початок кінець середина частина половина третина десятиліття сторіччя весна осінь ранок "
        "вечір тиждень місяць рік година хвилина відстань кілометри гривень мільйони тисячі сотні "
        "двері вікно стіна дах підлога стіл лампа папір чорнило голос погляд усмішка тиша світло "
        "тінь колір звук запах смак пісок камінь залізо срібло скло дерево трава квітка птахи риба "
        "людей містом будинків дітьми книжок дорогою роботи вулицями водою історії мови грошей"
    ).split(),
    "en": (
        "says explains told answered saw found began finished opened built decided promise "
        "seeks waited returned gathered wrote read changed show signed invited works teach "
        "measured counted photographed kept restored handed received lost bought sell checked "
        "agreed denied supported repaired carried planted remembered crossed counted translated "
        "printed new old large small first last urban rural public private local cheap costly "
        "quiet loud bright dark warm cold fast slow important ordinary rare famous forgotten "
        "young wise common civic scientific artistic digital paper stone wooden glass northern "
        "southern eastern western residents neighbour scholars journalist director chair "
        "deputies readers viewer travellers decision question answer reason result example "
        "experience work rest journey beginning end middle part half third decade century "
        "spring autumn morning evening week month year hour minute distance kilometres money "
        "millions thousands hundreds door window wall roof floor table lamp paper ink voice "
        "glance smile silence light shadow colour sound smell taste sand stone iron silver "
        "glass wood grass flower birds fish people towns houses children pages roads bridges "
        "streets waters stories tongues coins letters songs workers inhabited unlikely "
        "remarkable everyday patiently together elsewhere eventually quietly"
    ).split(),
    "ru": (
        "говорит объясняет рассказала ответили увидел нашла начали завершили открыла построили "
        "решил обещают ищет ждали вернулась собрал написали прочитала изменил показывают подписали "
        "пригласила работает учат измерил посчитали сфотографировала сохранили восстановил "
        "передала получили потерял купила продают проверил согласились возразила поддержал "
        "новый старый большой малый первый последний городской сельский государственный частный "
        "местный дешёвый дорогой тихий громкий светлый тёмный тёплый холодный быстрый медленный "
        "важный обычный редкий известный забытый молодой мудрый общий общественный научный "
        "художественный цифровой бумажный каменный деревянный стеклянный северный южный восточный "
        "западный жители соседка учёные журналист директор председатель депутаты читатели "
        "зрительница путешественники решение вопрос ответ причина следствие пример опыт работа "
        "отдых поездка начало конец середина часть половина треть десятилетие столетие весна осень "
        "утро вечер неделя месяц год час минута расстояние километры деньги миллионы тысячи сотни "
        "дверь окно стена крыша пол стол лампа бумага чернила голос взгляд улыбка тишина свет тень "
        "цвет звук запах вкус песок камень железо серебро стекло дерево трава цветок птицы рыба "
        "людей городом домов детьми книг дорогой работы улицами водой истории языка денег"
    ).split(),
}

SECTIONS: Final = {
    "politics": {"uk": "Політика", "en": "Politics", "ru": "Политика"},
    "economy": {"uk": "Економіка", "en": "Economy", "ru": "Экономика"},
    "society": {"uk": "Суспільство", "en": "Society", "ru": "Общество"},
    "culture": {"uk": "Культура", "en": "Culture", "ru": "Культура"},
    "science": {"uk": "Наука", "en": "Science", "ru": "Наука"},
    "sport": {"uk": "Спорт", "en": "Sport", "ru": "Спорт"},
}

ROLES: Final = (
    {"uk": "кореспондентка", "en": "correspondent", "ru": "корреспондент"},
    {"uk": "редактор", "en": "editor", "ru": "редактор"},
    {"uk": "оглядачка", "en": "columnist", "ru": "обозреватель"},
    {"uk": "перекладач", "en": "translator", "ru": "переводчик"},
)

_FIRST_NAMES = """
Oksana Оксана Оксана | Taras Тарас Тарас | Daryna Дарина Дарина | Roman Роман Роман
Solomiia Соломія Соломия | Bohdan Богдан Богдан | Nadiia Надія Надежда | Ostap Остап Остап
Viktoriia Вікторія Виктория | Maksym Максим Максим | Larysa Лариса Лариса | Andrii Андрій Андрей
Zoriana Зоряна Зоряна | Pavlo Павло Павел | Tamara Тамара Тамара | Nazar Назар Назар
Emma Емма Эмма | Oscar Оскар Оскар | Clara Клара Клара | Martin Мартін Мартин
Alma Альма Альма | Victor Віктор Виктор | Rosa Роза Роза | Leon Леон Леон
"""

_LAST_NAMES = """
Koval Коваль Коваль | Zubenko Зубенко Зубенко | Tkach Ткач Ткач | Marchuk Марчук Марчук
Sydorenko Сидоренко Сидоренко | Lysenko Лисенко Лысенко | Melnyk Мельник Мельник
Bondar Бондар Бондарь | Savchuk Савчук Савчук | Romanenko Романенко Романенко
Horbatko Горбатко Горбатко | Vdovenko Вдовенко Вдовенко | Kravets Кравець Кравец
Stelmakh Стельмах Стельмах | Topolia Тополя Тополя | Kalyna Калина Калина | Dovzhyk Довжик Довжик
Pastukh Пастух Пастух | Kolodiazh Колодяж Колодяж | Sokil Сокіл Сокол
Brandt Брандт Брандт | Moran Моран Моран | Anders Андерс Андерс | Novak Новак Новак
Palmer Палмер Палмер | Santos Сантос Сантос | Dorn Дорн Дорн | Lund Лунд Лунд
"""


def _read_names(block: str) -> tuple[dict[str, str], ...]:
    """Return one mapping of language to name for each entry of *block*."""
    entries = (entry.split() for line in block.splitlines() for entry in line.split("|"))
    return tuple(dict(zip(("en", "uk", "ru"), entry, strict=True)) for entry in entries if entry)


FIRST_NAMES: Final = _read_names(_FIRST_NAMES)
LAST_NAMES: Final = _read_names(_LAST_NAMES)

CREDITS: Final = ("Meridian Photo", "Harbour Agency", "City Archive", "Oksana Koval", "North Press")

_SYLLABLES = [c + v for c in "бвдзклмнпрстф" for v in "аоу"]
_PLACE_LETTERS = str.maketrans("абвдзклмнопрстуф", "abvdzklmnoprstuf")


def place_of(number: int) -> dict[str, str]:
    """Return the name of place *number* in each language; about 59,000 differ."""
    syllables = len(_SYLLABLES)
    first, rest = number % syllables, number // syllables
    second, third = rest % syllables, rest // syllables % syllables
    name = (_SYLLABLES[first] + _SYLLABLES[second] + _SYLLABLES[third]).capitalize() + "р"
    return {"uk": name, "ru": name, "en": name.lower().translate(_PLACE_LETTERS).capitalize()}


_UKRAINIAN = dict(
    zip(
        "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя'’",
        "a b v h g d e ie zh z y i i i k l m n o p r s t u f kh ts ch sh shch _ iu ia _ _".split(),
        strict=True,
    )
)
_RUSSIAN = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
        "a b v g d e e zh z i i k l m n o p r s t u f kh ts ch sh shch ie y _ e iu ia".split(),
        strict=True,
    )
)
_ROMANIZATION = {
    "uk": str.maketrans({key: value.strip("_") for key, value in _UKRAINIAN.items()}),
    "ru": str.maketrans({key: value.strip("_") for key, value in _RUSSIAN.items()}),
    "en": str.maketrans({}),
}
_AT_START = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}
_UKRAINIAN_START = re.compile(r"\b[єїйюя](?<!['’].)")
_SLUG_LIMIT = 80


def slug_of(text: str, language: str) -> str:
    """Return an address part for *text*: what a careful editor would type in."""
    text = text.lower()
    if language == "uk":
        text = _UKRAINIAN_START.sub(lambda match: _AT_START[match[0]], text.replace("зг", "zgh"))
    romanized = text.translate(_ROMANIZATION[language])
    words = "".join(char if char.isalnum() else " " for char in romanized).split()
    slug = "-".join(words)
    return slug if len(slug) <= _SLUG_LIMIT else slug[:_SLUG_LIMIT].rpartition("-")[0]

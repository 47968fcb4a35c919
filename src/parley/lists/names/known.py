"""Common parts of names in Latin and Dari spelling, written by hand: two of them that differ by a letter are two names."""

from collections.abc import Sequence
from functools import cache

from parley.letters import bare

_PARTS = """mohammad محمد|ahmad احمد|mahmood محمود|hamid حمید|hamed حامد|ali علی|hassan حسن|hussain حسین|abbas عباس|omar عمر|
osman عثمان|bakr بکر|abdullah عبدالله|rahman رحمن|rahim رحیم|karim کریم|qader قادر|ghafoor غفور|wahid واحد|wahab وهاب|
razaq رزاق|satar ستار|jabar جبار|jalil جلیل|hadi هادی|hakim حکیم|hai حی|latif لطیف|malik مالک|manan منان|matin متین|
qayoum قیوم|salam سلام|samad صمد|zaher ظاهر|basir بصیر|aziz عزیز|habib حبیب|najib نجیب|zabih ذبیح|asad اسد|aman امان|
ezat عزت|hafiz حفیظ|hedayat هدایت|khalil خلیل|naqib نقیب|nemat نعمت|nasr نصر|obaid عبید|qudrat قدرت|rahmat رحمت|safi صفی|
saif سیف|sami سمیع|shafiq شفیق|wahid وحید|zia ضیا|barakat برکت|enayat عنایت|faiz فیض|fazl فضل|ikram اکرام|inam انعام|
mati مطیع|roh روح|sana ثنا|wasi وصی|jalal جلال|jamal جمال|kamal کمال|shams شمس|najm نجم|noor نور|qamar قمر|salah صلاح|
siraj سراج|fakhr فخر|zain زین|burhan برهان|badr بدر|ala علا|amin امین|nezam نظام|sharaf شرف|mohi محی|ibrahim ابراهیم|
ismail اسماعیل|ishaq اسحاق|yaqub یعقوب|yusuf یوسف|yunus یونس|musa موسی|essa عیسی|dawood داود|sulaiman سلیمان|haroon هارون|
yahya یحیی|zakaria زکریا|idris ادریس|elias الیاس|ayub ایوب|shuaib شعیب|saleh صالح|adam آدم|nooh نوح|mustafa مصطفی|
murtaza مرتضی|mujtaba مجتبی|reza رضا|jafar جعفر|sadiq صادق|baqer باقر|kazem کاظم|taqi تقی|naqi نقی|akbar اکبر|asghar اصغر|
akram اکرم|aslam اسلم|azam اعظم|afzal افضل|ajmal اجمل|anwar انور|ashraf اشرف|amir امیر|aref عارف|asef آصف|atef عاطف|
azim عظیم|adel عادل|abid عابد|alam عالم|bashir بشیر|bilal بلال|fahim فهیم|faisal فیصل|farid فرید|farhad فرهاد|faruq فاروق|
fatih فاتح|fazel فاضل|firoz فیروز|ghani غنی|ghulam غلام|gul گل|hafiz حافظ|haidar حیدر|halim حلیم|hamza حمزه|hanif حنیف|
hashem هاشم|hashmat حشمت|hekmat حکمت|homayoun همایون|ihsan احسان|ikhlas اخلاص|imran عمران|iqbal اقبال|jamil جمیل|
jamshid جمشید|jan جان|jawad جواد|jawid جاوید|kabir کبیر|kamran کامران|khaled خالد|khan خان|khair خیر|lutf لطف|mahdi مهدی|
majid مجید|malik ملک|mansoor منصور|marouf معروف|masood مسعود|mir میر|mirza میرزا|mirwais میرویس|moin معین|mubarak مبارک|
mukhtar مختار|munir منیر|murad مراد|muslim مسلم|nabi نبی|nader نادر|naim نعیم|nasim نسیم|naser ناصر|nasir نصیر|nawaz نواز|
nazar نظر|nazir نذیر|niaz نیاز|pacha پاچا|parwiz پرویز|qahar قهار|qasem قاسم|qudus قدوس|rafi رفیع|rafiq رفیق|rahman رحمان|
ramazan رمضان|rashid رشید|rasool رسول|rauf رووف|rostam رستم|sabur صبور|safar سفر|said سعید|sakhi سخی|salem سالم|
salim سلیم|sardar سردار|sarwar سرور|sayed سید|shafi شفیع|shah شاه|shaker شاکر|sharif شریف|sher شیر|shukur شکور|
sohrab سهراب|suhail سهیل|sultan سلطان|taher طاهر|taj تاج|tariq طارق|taza تازه|tor تور|wakil وکیل|wali ولی|wasil واصل|
wazir وزیر|yar یار|yasin یاسین|zahid زاهد|zalmai زلمی|zaki ذکی|zaman زمان|zarif ظریف|zubair زبیر|zmarai زمری|
khushal خوشحال|khpalwak خپلواک|wafa وفا|wardak وردک|zadran ځدران|zazai ځاځی|stanikzai ستانکزی|ahmadzai احمدزی|
popalzai پوپلزی|barakzai بارکزی|noorzai نورزی|sherzai شیرزی|mangal منگل|safi صافی|hotak هوتک|mohmand مومند|
shinwari شینواری|kakar کاکر|achakzai اچکزی|hasib حسیب|nasib نصیب|wasim وسیم|qadir قدیر|salman سلمان|majed ماجد|
rashed راشد|emal ایمل|emam امام|akef عاکف|nasrat نصرت|hemat همت|shafaq شفق|fawad فواد|fayaz فیاض|riaz ریاض|ayaz ایاز|
shahbaz شهباز|sarfaraz سرفراز|momin مومن|fatima فاطمه|maryam مریم|zahra زهرا|zainab زینب|khadija خدیجه|aisha عایشه|
amina آمنه|halima حلیمه|farida فریده|farzana فرزانه|shukria شکریه|nargis نرگس|parwin پروین|shabnam شبنم|laila لیلا|
nasima نسیمه|nadia نادیه|najiba نجیبه|rahima رحیمه|karima کریمه|jamila جمیله|jalila جلیله|latifa لطیفه|sharifa شریفه|
shafiqa شفیقه|rabia رابعه|sabira صابره|sadiqa صدیقه|safia صفیه|saliha صالحه|salma سلما|samira سمیره|sohaila سهیلا|
soraya ثریا|tahira طاهره|wahida وحیده|zakia ذکیه|zarghuna زرغونه|shakila شکیلا|shekeba شکیبا|malalai ملالی|gulalai گلالی|
palwasha پلوشه|karam کرم|akhtar اختر|ghaws غوث|wais ویس|qais قیس|tawakul توکل|bahram بهرام|bahadur بهادر|babrak ببرک|
baryalai بریالی|batur باتور|dilawar دلاور|dost دوست|daulat دولت|esmat عصمت|ghazi غازی|gulab گلاب|gulzar گلزار|haq حق|
hazrat حضرت|islam اسلام|jahan جهان|janan جانان|juma جمعه|khadem خادم|khawaja خواجه|khurshid خورشید|lal لعل|mahbub محبوب|
malang ملنگ|maqsud مقصود|mashal مشعل|masum معصوم|mehrab محراب|mohsen محسن|mukhles مخلص|moheb محب|mutasem معتصم|
muzafar مظفر|nawid نوید|nazif نظیف|nazem ناظم|omid امید|pahlawan پهلوان|painda پاینده|qutb قطب|qurban قربان|rabani ربانی|
rasekh راسخ|razeq رازق|saber صابر|sadat سادات|safdar صفدر|saheb صاحب|sajed ساجد|sajad سجاد|salar سالار|samandar سمندر|
samim صمیم|samar ثمر|sangar سنگر|sediq صدیق|shahab شهاب|shahin شاهین|shahzad شهزاد|shakib شکیب|shamal شمال|shapoor شاپور|
shirin شیرین|shirzad شیرزاد|shuja شجاع|siawash سیاوش|subhan سبحان|tamim تمیم|tayeb طیب|temor تیمور|toryalai توریالی|
turab تراب|wares وارث|yaqin یقین|yawar یاور|zafar ظفر|zarin زرین|zirak زیرک|ghafar غفار|qaher قاهر|wadud ودود|mubin مبین|
muqim مقیم|farshad فرشاد|farukh فرخ|feda فدا|hares حارث|helal هلال|jaber جابر|kamel کامل|mahfuz محفوظ|mazhar مظهر|
azhar اظهر|anas انس|ansar انصار|asil اصیل|aziza عزیزه|aqil عقیل|arman آرمان|arash آرش|atal اتل|awal اول|azad آزاد|
bari باری|baset باسط|bahar بهار|baz باز|zulfiqar ذوالفقار|zaker ذاکر|zahur ظهور|zamir ضمیر|tawfiq توفیق|hani هانی|
ziad زیاد|zaid زید|saad سعد|saud سعود|fahd فهد|faraj فرج|fawzi فوزی|hesham هشام|labib لبیب|maher ماهر|mazen مازن|
nabil نبیل|nizar نزار|usama اسامه|raed راید|rami رامی|samer سامر|samir سمیر|sufian سفیان|tamer تامر|walid ولید|yaser یاسر|
yazid یزید|zuhair زهیر|adnan عدنان|aiman ایمن|basam بسام|marwan مروان|munzer منذر|mutaz معتز|hatem حاتم|haisam هیثم|
ghasan غسان|jehad جهاد|nezal نضال|amira امیره|fath فتح|ebrat عبرت|ghairat غیرت|sadr صدر|sadra صدرا|sabri صبری|nasri نصری|
zaland ځلاند|gulbar گلبار|zamin ضمین|fares فارس|murid مرید|hamd حمد|barat برات|mirzai میرزایی|dad داد|dadullah دادالله|
ataullah عطاالله|ata عطا|akhtari اختری|sahak ساهاک|sahel ساحل|samun سمون|shaista شایسته|sabawoon سباوون|sahar سحر|
saqib ثاقب|sattari ستاری|sharafat شرافت|shahidi شهیدی|shirdil شیردل|sikandar سکندر|tahsin تحسین|
talib طالب|tufan طوفان|uzair عزیر|wadan ودان|waisi ویسی|wakili وکیلی|wara واره|yama یما|yaqoot یاقوت|zahir ظهیر|
zalgai زلگی|zargar زرگر|zarghun زرغون|zikria ذکریا|zirgul زیرگل|abrar ابرار|adib ادیب|afandi افندی|afghan افغان|agha آغا|
ahad احد|ahmadi احمدی|ainuddin عین|ajab عجب|akhlaq اخلاق|alawi علوی|amanat امانت|amjad امجد|anis انیس|aqa آقا|arab عرب|
arsala ارسلا|askar عسکر|atiq عتیق|awrang اورنگ|awliya اولیا|ayat آیت|babar بابر|badam بادام|badshah بادشاه|baghban باغبان|
bahlol بهلول|baqi باقی|barak بارک|basharat بشارت|bayan بیان|behzad بهزاد|besmel بسمل|bustan بوستان|chaman چمن|
dadgar دادگر|dalil دلیل|daneshyar دانشیار|darwish درویش|daryab دریاب|dehqan دهقان|din دین|ebadullah عباد|
ebrahimi ابراهیمی|erfan عرفان|eshan ایشان|etbar اعتبار|faqir فقیر|farhang فرهنگ|faryad فریاد|fazli فضلی|fekrat فکرت|
firdaus فردوس|gharib غریب|ghiasi غیاثی|ghias غیاث|ghorzang غورځنگ|gran گران|gulistan گلستان|gulshan گلشن|
habash حبش|hajiyar حاجیار|hamdard همدرد|hamidi حمیدی|hamkar همکار|hanan حنان|haqani حقانی|haqyar حقیار|hasrat حسرت|hur حر|
hozhabr هژبر|ilham الهام|imdad امداد|ishaqzai اسحاقزی|israr اسرار|jalali جلالی|jangi جنگی|janat جنت|
kakar کاکړ|kamgar کامگار|karar کرار|kashif کاشف|katib کاتب|kawsar کوثر|khaksar خاکسار|khalis خالص|khalwat خلوت|
khanjar خنجر|kharoti خروټی|khatab خطاب|khatir خاطر|khesraw خسرو|khodadad خداداد|khoshhal خوشال|kohi کوهی|kuchi کوچی|
lalagul لالاگل|lodin لودین|lashkar لشکر|luqman لقمان|mahmand مهمند|maiwand میوند|makhdum مخدوم|malekzada ملکزاده|
manzar منظر|maqbul مقبول|mardan مردان|marjan مرجان|mastan مستان|mehrdad مهرداد|menhaj منهاج|miakhel میاخیل|mina مینا|
miran میران|misaq میثاق|mojahed مجاهد|moqadas مقدس|moradi مرادی|mosawer مصور|mubashir مبشر|mujib مجیب|mukaram مکرم|
mumtaz ممتاز|munawar منور|mushtaq مشتاق|muslih مصلح|mutawakil متوکل|muzamil مزمل|naeb نایب|nahid ناهید|naik نیک|
najafi نجفی|nang ننگ|naqibi نقیبی|nasar نثار|nasrin نسرین|nawrooz نوروز|nazari نظری|nekzad نیکزاد|nigah نگاه|obaidi عبیدی|
omari عمری|osmani عثمانی|paiman پیمان|parsa پارسا|patang پتنگ|payam پیام|pashtun پشتون|pasoon پسون|pir پیر|piroz پیروز|
qalandar قلندر|qani قانع|qari قاری|qazi قاضی|qiam قیام|quraishi قریشی|rabi ربیع|rafat رافت|raghib راغب|rahbar رهبر|
rahguzar رهگذر|rais رییس|rajab رجب|ramin رامین|ramz رمز|rasa رسا|raufi رووفی|rawan روان|reshad رشاد|reshtin رښتین|
rezwan رضوان|roshan روشن|rozi روزی|ruhani روحانی|sabz سبز|sadaf صدف|saifi سیفی|sakhra صخره|salek سالک|sanjar سنجر|
sarbaz سرباز|sardari سرداری|sayar سیار|sefat صفت|serat صراط|shabir شبیر|shad شاد|shafaqat شفقت|shaheer شهیر|
shahrukh شاهرخ|shaida شیدا|shamsi شمسی|sharq شرق|shawkat شوکت|shefa شفا|sulh صلح|
surush سروش|tajik تاجک|taraki ترکی|tawab تواب|tawana توانا|tila طلا|wafadar وفادار|wahaj وهاج|wajih وجیه|walwal ولول|
wasi وسیع|wasiq واثق|weqar وقار|yadgar یادگار|yahya یحیا|yosufi یوسفی|zaifullah ضیف|zar زر|zewar زیور|fazel فضل|fateh فتح|
isa عیسی|zekria ذکریا|zakaria ذکریا|zikria زکریا|salem سالم|qasim قسیم|qasim قاسم|kathim کاظم|sepehr سپهر|khoshhal خوشحال|khushal خوشال|said سید|zekria زکریا|zahir زهیر|iman ایمان|suad سعاد|agha آقا|aqa آغا|mohmand مهمند|mahmand مومند|zahir ظاهر|fateh فاتح|riad ریاض|souad سعاد|amine امین|rabie ربیع"""
PARTS = tuple(tuple(pair.split()) for pair in _PARTS.replace("\n", "").split("|"))  # (Latin, Dari)
LATIN = frozenset(latin for latin, _ in PARTS)
DARI = frozenset(dari for _, dari in PARTS)


@cache
def common() -> frozenset[str]:
    """Return all of them, bare."""
    return frozenset(map(bare, (*LATIN, *DARI)))


def hold_people(cells: Sequence[str]) -> bool:
    """Return whether half of some cells hold a common part of a name: people's names then, and not places', tribes' or remarks."""
    known = sum(any(bare(word) in common() for word in cell.split()) for cell in cells)
    return 2 * known >= len(cells) > 0

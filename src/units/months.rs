//! Dates as sites print them for readers: months named in many languages, and the signs for year, month and day.

use super::plain_digit;

/// The names of the months and their short forms, as far as one name is one month wherever it is written: `listopad` is October
/// in one language and November in another, and is none.
const MONTHS: [&str; 12] = [
    "jan januari januar january januario janeiro janv janvier jänner jaenner enero ene gennaio gen gener \
     xaneiro ianuarie ian sty styczeń stycznia sij siječanj siječnja leden ledna január januára ocak oca \
     tammikuu tammikuuta jaanuar sausio sausis janvāris janvārī janúar urtarrila urtarril janar янв января \
     январь січ січня январи јануари јануар студзеня қаңтар ιανουαρίου ιαν ιανουάριος يناير ژانویه ינואר בינואר \
     जनवरी জানুয়ারি জানুয়ারী ஜனவரி జనవరి ജനുവരി ಜನವರಿ જાન્યુઆરી ਜਨਵਰੀ ජනවාරි มกราคม ม.ค იანვარი იანვრის \
     հունվարի yanvar جنوری ጃንዋሪ",
    "feb februari february februar fevereiro febrero février févr fevr fév febbraio febrer febreiro februarie \
     lut luty lutego vlj veljača veljače únor února február februára şubat şub helmikuu helmikuuta veebruar \
     vasario vasaris februāris februārī febrúar otsailak otsaila shkurt фев февр февраля февраль лют лютого \
     февруари фебруар лютага ақпан φεβρουαρίου φεβ φεβρουάριος فبراير فوریه פברואר בפברואר फरवरी ফেব্রুয়ারি \
     ফেব্রুয়ারী பிப்ரவரி ఫిబ్రవరి ഫെബ്രുവരി ಫೆಬ್ರವರಿ ફેબ્રુઆરી ਫਰਵਰੀ පෙබරවාරි กุมภาพันธ์ ก.พ თებერვალი \
     თებერვლის փետրվարի fevral فروری",
    "mar március maret mac machi march mars märz maerz mrz maart mrt marzo março marco març martie marca marzec \
     ožujak ožujka březen března marec mart maaliskuu maaliskuuta märts kovo kovas marts martā martxoak martxoa \
     мар марта март бер березня сакавіка наурыз μαρτίου μαρ μάρτιος مارس מרץ במרץ मार्च মার্চ மார்ச் మార్చి \
     മാർച്ച് ಮಾರ್ಚ್ માર્ચ ਮਾਰਚ මාර්තු มีนาคม มี.ค მარტი მარტის մարտի مارچ",
    "apr április aprili april aprile aprill abril abr avril avr aprilie kwi kwiecień kwietnia travanj travnja \
     duben dubna apríl apríla nisan nis huhtikuu huhtikuuta balandžio balandis aprīlis aprīlī apirilak prill \
     апр апреля апрель кві квітня април красавіка сәуір απριλίου απρ απρίλιος أبريل ابريل آوریل אפריל באפריל \
     अप्रैल এপ্রিল ஏப்ரல் ఏప్రిల్ ഏപ്രിൽ ಏಪ್ರಿಲ್ એપ્રિલ ਅਪ੍ਰੈਲ අප්‍රේල් เมษายน เม.ย აპრილი აპრილის ապրիլի aprel \
     اپریل",
    "may május mai mei mayo maio maig maggio mag maj maja svibanj svibnja květen května máj mája mayıs toukokuu \
     toukokuuta gegužės gegužė maijs maijā maí maiatzak maji мая май тра травня мај мамыр μαΐου μαϊ μάιος مايو \
     ماي מאי במאי मई মে மே మే മേയ് ಮೇ મે ਮਈ මැයි พฤษภาคม พ.ค მაისი მაისის մայիսի مئی",
    "jun június juni june junho junio juin giugno giu juny xuño iunie iun cze czerwiec czerwca lipanj lipnja \
     červen června jún júna haziran haz kesäkuu kesäkuuta juuni birželio birželis jūnijs jūnijā júní ekainak \
     qershor июн июня июнь чер червня юни јуни јун чэрвеня маусым ιουνίου ιουν ιούνιος يونيو ژوئن יוני ביוני \
     जून জুন ஜூன் జూన్ ജൂൺ ಜೂನ್ જૂન ਜੂਨ ජූනි มิถุนายน มิ.ย ივნისი ივნისის հունիսի iyun جون",
    "jul július julai july juli julho julio juillet juil luglio lug juliol xullo iulie iul lipiec srpanj srpnja \
     červenec července júl júla temmuz tem heinäkuu heinäkuuta juuli liepos liepa jūlijs jūlijā júlí uztailak \
     korrik июл июля июль липня юли јули јул ліпеня шілде ιουλίου ιουλ ιούλιος يوليو ژوئیه יולי ביולי जुलाई \
     জুলাই ஜூலை జూలై ജൂലൈ ಜುಲೈ જુલાઈ ਜੁਲਾਈ ජූලි กรกฎาคม ก.ค ივლისი ივლისის հուլիսի iyul جولائی",
    "aug augusztus agustus ogos agosti august augustus agosto ago août aout agost augusti sie sierpień sierpnia \
     kolovoz kolovoza srpen srpna augusta ağustos ağu elokuu elokuuta rugpjūčio rugpjūtis augusts augustā ágúst \
     abuztuak gusht авг августа август сер серпня жніўня тамыз αυγούστου αυγ αύγουστος أغسطس اوت אוגוסט באוגוסט \
     अगस्त আগস্ট ஆகஸ்ட் ఆగస్టు ഓഗസ്റ്റ് ಆಗಸ್ಟ್ ઓગસ્ટ ਅਗਸਤ අගෝස්තු สิงหาคม ส.ค აგვისტო აგვისტოს օգոստոսի avqust \
     avgust اگست",
    "sep szeptember septemba sept september setembro septiembre settembre set septembre setembre septembrie wrz \
     wrzesień września rujan rujna září septembra eylül eyl syyskuu syyskuuta rugsėjo rugsėjis septembris \
     septembrī irailak shtator сен сент сентября сентябрь вер вересня септември септембар септембра верасня \
     қыркүйек σεπτεμβρίου σεπ σεπτέμβριος سبتمبر سپتامبر ספטמבר בספטמבר सितंबर सितम्बर সেপ্টেম্বর செப்டம்பர் \
     సెప్టెంబర్ സെപ്റ്റംബർ ಸೆಪ್ಟೆಂಬರ್ સપ્ટેમ્બર ਸਤੰਬਰ සැප්තැම්බර් กันยายน ก.ย სექტემბერი სექტემბრის սեպտեմբերի \
     sentyabr ستمبر",
    "oct október oktoba october oktober okt outubro octubre ottobre ott octobre octombrie paź październik \
     października říjen října októbra ekim eki lokakuu lokakuuta oktoober spalio spalis oktobris oktobrī urriak \
     tetor окт октября октябрь жов жовтня октомври октобар октобра кастрычніка қазан οκτωβρίου οκτ οκτώβριος \
     أكتوبر اکتبر אוקטובר באוקטובר अक्टूबर অক্টোবর அக்டோபர் అక్టోబర్ ഒക്ടോബർ ಅಕ್ಟೋಬರ್ ઓક્ટોબર ਅਕਤੂਬਰ ඔක්තෝබර් \
     ตุลาคม ต.ค ოქტომბერი ოქტომბრის հոկտեմբերի oktyabr اکتوبر",
    "nov novemba november novembro noviembre novembre noiembrie novembra studeni studenoga studenog kasım kas \
     marraskuu marraskuuta lapkričio lapkritis novembris novembrī azaroak nëntor ноя нояб ноября ноябрь ноември \
     новембар новембра лістапада қараша νοεμβρίου νοε νοέμβριος نوفمبر نوامبر נובמבר בנובמבר नवंबर नवम्बर \
     নভেম্বর நவம்பர் నవంబర్ നവംബർ ನವೆಂಬರ್ નવેમ્બર ਨਵੰਬਰ නොවැම්බර් พฤศจิกายน พ.ย ნოემბერი ნოემბრის նոյեմբերի \
     noyabr نومبر",
    "dec desember disember desemba december dezember dez dezembro diciembre dic dicembre décembre déc desembre \
     decembro decembrie gru grudzień grudnia prosinac prosince prosinca aralık ara joulukuu joulukuuta \
     detsember gruodžio gruodis decembris decembrī des abenduak dhjetor дек декабря декабрь гру грудня декември \
     децембар децембра снежня желтоқсан δεκεμβρίου δεκ δεκέμβριος ديسمبر دسامبر דצמבר בדצמבר दिसंबर दिसम्बर \
     ডিসেম্বর டிசம்பர் డిసెంబర్ ഡിസംബർ ಡಿಸೆಂಬರ್ ડિસેમ્બર ਦਸੰਬਰ දෙසැම්බර් ธันวาคม ธ.ค დეკემბერი დეკემბრის \
     դեկտեմբերի dekabr دسمبر",
];

/// The month of a name in lower case, from 1.
pub(super) fn named(name: &str) -> Option<i8> {
    let place = MONTHS.iter().position(|names| names.split_ascii_whitespace().any(|known| known == name))?;
    Some(place as i8 + 1)
}

/// Whether a word in lower case names a month.
pub(crate) fn is_month(word: &str) -> bool {
    named(word.trim_end_matches('.')).is_some()
}

/// A date with its signs for year, month, day, hour and minute as others write them, and with plain digits: `2031年3月4日 8時12分`
/// becomes `2031-3-4 8:12`.
pub(super) fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut is_signed = false;
    for c in text.chars() {
        let was_signed = std::mem::take(&mut is_signed);
        match c {
            '年' | '년' | '月' | '월' => {
                plain.truncate(plain.trim_end().len());
                plain.push('-');
                is_signed = true;
            }
            '日' | '일' => plain.push(' '),
            '時' | '时' | '시' | '點' | '点' => {
                plain.push(':');
                is_signed = true;
            }
            '分' | '분' | '秒' | '초' => plain.push(' '),
            _ => match plain_digit(c).or_else(|| narrow_digit(c)) {
                Some(digit) => plain.push(digit),
                None if was_signed && c.is_whitespace() => is_signed = true,
                None => plain.push(c),
            },
        }
    }
    for (name, sign) in [("上午", "am"), ("午前", "am"), ("오전", "am"), ("下午", "pm"), ("午後", "pm"), ("오후", "pm")]
    {
        if let Some((before, after)) = plain.split_once(name) {
            plain = format!("{before} {} {sign}", after.trim());
        }
    }
    plain
}

/// The digit of ASCII that one of full width stands for.
fn narrow_digit(c: char) -> Option<char> {
    (c as u32).checked_sub('０' as u32).and_then(|digit| char::from_digit(digit, 10))
}

/// Words that stand behind a time and say nothing, without a point at their end.
pub(super) fn is_hour(word: &str) -> bool {
    matches!(word, "uhr" | "h" | "hs" | "hrs" | "hod" | "ч" | "год" | "น" | "g" | "val")
}

//! Languages that the detector of trigrams does not know, or takes for a larger neighbour: told by their common words.
//!
//! Of a text in another language hardly a word is among the common ones of the language that trigrams name. So a language is
//! believed whose words, few and short as they are, stand in the text more often than all stop words of that one.

use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::{LazyLock, OnceLock};

/// A language, and what its texts are full of.
struct Rarer {
    /// ISO 639-1.
    code: &'static str,
    /// Letters that no other language writes, of those that are told here or by trigrams.
    letters: &'static str,
    /// Its commonest words, those of its neighbours included.
    words: &'static str,
}

/// Least common words in a text that tell a language, and the share of all its words that they are at least.
const LEAST: usize = 5;
const SHARE: usize = 8;

/// By how much they must outnumber the stop words of the other.
const LEAD: usize = 2;

const RARER: &[Rarer] = &[
    Rarer {
        code: "af",
        letters: "",
        words: "die en van in is het wat vir nie 'n met dat aan te om op word sy hy was ook na sê deur as daar hulle ná gesê nog \
                sal kan ons haar",
    },
    Rarer {
        code: "as", letters: "ৰৱ", words: "আৰু এই কৰা হৈছে কৰি হয় যে পৰা এটা বুলি"
    },
    Rarer {
        code: "az",
        letters: "ə",
        words: "və bu ilə ki üçün bir də da olan olub edib isə onun görə bildirib sonra deyib hər çox daha edilib",
    },
    Rarer {
        code: "be",
        letters: "ў",
        words: "ў што гэта гэтага яго паводле таксама ад пасля якія які дзе быў была было былі яны іх пра каб калі сказаў",
    },
    Rarer {
        code: "ku", letters: "ۆێڕڵ", words: "لە بە و کە بۆ ئەم ئەو لەگەڵ کرد دەکات هەیە سەر لەسەر بوو"
    },
    Rarer {
        code: "cy",
        letters: "ŵŷ",
        words: "y yn o ar i a mae wedi yr ei gan oedd am bod nid fod eu roedd gyda hyn ond ac na sydd i'r o'r dweud",
    },
    Rarer {
        code: "et",
        letters: "",
        words: "ja on ei et kui mis ka oli see aga oma tema siis nii veel kes kuid pärast ning mida olid mille kõik ole ütles sel \
                seda ta või sai poolt juba",
    },
    Rarer {
        code: "eu",
        letters: "",
        words: "eta da du ez dira zen izan dute bat ere dela egin baina zuen zuten bere hori dituzte ondoren ziren dituen ditu \
                arte edo dutela zela",
    },
    Rarer {
        code: "ga",
        letters: "",
        words: "agus an na ar go le is bhí sé tá ag sin do leis seo faoi níos ach mar ina gur siad nach iad dá",
    },
    Rarer {
        code: "gl",
        letters: "",
        words: "o a os as de da do das dos na no nas nos que e en un unha polo pola ao aos coa co é non tamén máis despois foi xa \
                ten pero para por con como sobre",
    },
    Rarer {
        code: "ha",
        letters: "ɗɓƙ",
        words: "da na a ta ya ke cewa mai wani wannan daga domin amma su sun suka aka ce in shi don kuma kan yi ba ne ce cikin \
                tare yayin",
    },
    Rarer {
        code: "is",
        letters: "ðþ",
        words: "og að í á er sem var um við til en því hefur ekki það hann með fyrir eftir voru segir af frá þar verið",
    },
    Rarer {
        code: "kk",
        letters: "ғқұ",
        words: "мен және бұл үшін болды деп бойынша кейін арқылы туралы жылы екенін ол бір оның бірақ болған деді да де осы",
    },
    Rarer { code: "ku", letters: "", words: "û di de ji bo li ku bi ev ye jî wê wî bû hat got da ser xwe dike" },
    Rarer {
        code: "ky",
        letters: "",
        words: "жана менен үчүн деп болгон бул боюнча кийин тууралуу ал анын бир эле болуп деди үч өз ошол эмес",
    },
    Rarer {
        code: "lv",
        letters: "āņķļģī",
        words: "un ir ar no uz ka par arī bet pēc viņš kas tas lai tika līdz vai pie kā bija gada ka gan vēl to tā",
    },
    Rarer {
        code: "mk",
        letters: "ѓќѕ",
        words: "и на од се да за со во е ќе не што го ги како по која кој беше според нема изјави овој но дека при ја оваа",
    },
    Rarer {
        code: "mn",
        letters: "",
        words: "нь байна энэ юм гэж болон байгаа бөгөөд тухай хүн оны дээр ба уг тус ч тул байсан гэв аж юу өдөр хоёр онд жээ",
    },
    Rarer {
        code: "mr",
        letters: "",
        words: "आणि आहे या व आहेत होते केली केला त्यांनी येथे झाली झाले असून मात्र ते होता म्हणाले त्या हा ही हे नाही",
    },
    Rarer {
        code: "mt",
        letters: "ħġ",
        words: "li ta u l il fil fuq minn għal kien qal din dan hija mill ma kienet biex bl dwar wara hu",
    },
    Rarer {
        code: "ne",
        letters: "",
        words: "छ र का को मा ले पनि भएको गरेको छन् हुने गर्ने थियो उनले लागि तथा यस भने गर्न गरी भन्ने भएका थिए बताए",
    },
    Rarer {
        code: "ps", letters: "ټډړږښڼ", words: "د په چې او له ته کې سره دي یې وو شوي وویل هم دا پر تر"
    },
    Rarer {
        code: "sl",
        letters: "",
        words: "in je v na za da se so ki z po tudi pa bi od kot iz bo ne ob bil bila še že pri ter bilo s do so",
    },
    Rarer {
        code: "so",
        letters: "",
        words: "oo ka ku ee ayaa waxaa in uu la ay iyo soo ah isaga lagu loo kale sida waxay waa si wuxuu aan ayay kuna u",
    },
    Rarer {
        code: "sq",
        letters: "",
        words: "të e në i dhe për me se një nga që më u ka ishte është së do nuk janë kur pas si ky kjo tha por",
    },
    Rarer {
        code: "sr", letters: "ђћ", words: "и на од се да за не је у су са који која није што због након као је"
    },
    Rarer {
        code: "tg", letters: "ӣӯҳҷ", words: "ва дар аз ба ки бо барои ин аст он шуд шудааст гуфт то ҳам"
    },
    Rarer {
        code: "sw",
        letters: "",
        words: "ya wa na kwa katika za la cha vya ni kuwa baada alisema hiyo huo huyo hadi watu kutoka kama lakini pia wakati \
                yake wake ambao ambayo hata ili bila kila wao sasa",
    },
    Rarer {
        code: "tk",
        letters: "",
        words: "we bu bilen üçin bir hem boýunça ýaly ýurdumyzyň edýär eden boldy bolan onuň türkmenistanyň",
    },
    Rarer {
        code: "tl",
        letters: "",
        words: "ang ng sa na mga ay at ni si para nang ito kay hindi may siya niya nila ayon ng isang kanyang pa din rin nitong",
    },
    Rarer {
        code: "uz",
        letters: "",
        words: "va bu bilan uchun ham bir esa shu edi deb kerak keyin hamda boshqa bo'lgan bo'yicha ko'ra o'z lekin ammo biroq ular \
                yil nafar qilindi",
    },
    Rarer { code: "xh", letters: "", words: "ukuba kwaye kodwa uthe ngenxa kunye okanye apho ngoku kwi ukuze nje" },
    Rarer {
        code: "yo", letters: "", words: "ní ti àti ń sí tó pé fún wọ́n náà ló ó àwọn láti kan ilé sì lọ"
    },
    Rarer {
        code: "zu",
        letters: "",
        words: "ukuthi futhi kodwa uthe ngoba nokuthi njengoba lapho emva kanye noma uma manje yena bona kanti lokhu ukuze kusho abantu phakathi konke wonke yonke zonke bonke",
    },
    Rarer {
        code: "ug", letters: "ۇۈ", words: "ۋە بىلەن بۇ ئۈچۈن بىر دەپ بولغان كېيىن"
    },
];

/// A bit for each of [`RARER`].
type Bits = u64;

static WORDS: LazyLock<FxHashMap<&'static str, Bits>> = LazyLock::new(|| {
    let mut words: FxHashMap<_, Bits> = FxHashMap::default();
    for (at, rarer) in RARER.iter().enumerate() {
        rarer.words.split_whitespace().for_each(|word| *words.entry(word).or_default() |= 1 << at);
    }
    words
});

static LETTERS: LazyLock<FxHashMap<char, usize>> = LazyLock::new(|| {
    RARER.iter().enumerate().flat_map(|(at, rarer)| rarer.letters.chars().map(move |letter| (letter, at))).collect()
});

/// The stop words of a language, which are looked at only where a rarer one is likely.
fn stop_words(code: &str) -> Option<&'static FxHashSet<&'static str>> {
    type Listed = FxHashMap<&'static str, OnceLock<FxHashSet<&'static str>>>;
    static LISTED: LazyLock<Listed> =
        LazyLock::new(|| stop_words::available_languages().iter().map(|code| (*code, OnceLock::new())).collect());
    // Those of Croatian are Serbian as well.
    let (code, words) = LISTED.get_key_value(if matches!(code, "sr" | "bs") { "hr" } else { code })?;
    Some(words.get_or_init(|| stop_words::lookup(code).unwrap_or_default().iter().copied().collect()))
}

/// Whether the language of this code is among them.
pub(super) fn knows(code: &str) -> bool {
    RARER.iter().any(|rarer| rarer.code == code)
}

/// The rarer language that `sample` is in, where its common words outnumber those of `found`, which trigrams took it for.
///
/// Cost: O(sample).
pub(super) fn settle(sample: &str, found: Option<&str>) -> Option<&'static str> {
    let sample = sample.to_lowercase().replace(['‘', '’', 'ʻ', 'ʼ', '`'], "'");
    let words: Vec<&str> = sample.split_whitespace().map(trimmed).filter(|word| !word.is_empty()).collect();
    let mut counts = vec![0usize; RARER.len()];
    for word in &words {
        let mut bits = WORDS.get(word).copied().unwrap_or_default();
        while bits != 0 {
            counts[bits.trailing_zeros() as usize] += 1;
            bits &= bits - 1;
        }
    }
    for letter in sample.chars().filter(|letter| !letter.is_ascii()) {
        if let Some(&at) = LETTERS.get(&letter) {
            counts[at] += 1;
        }
    }
    for (code, letters) in FOREIGN {
        let count = RARER.iter().position(|rarer| rarer.code == code).map(|at| &mut counts[at]);
        if let Some(count) = count.filter(|count| **count >= LEAST) {
            *count -= sample.chars().filter(|&letter| letters.contains(letter)).take(*count).count();
        }
    }
    let (at, &count) = counts.iter().enumerate().max_by_key(|&(at, count)| (count, std::cmp::Reverse(at)))?;
    if count < LEAST.max(words.len() / SHARE) {
        return None;
    }
    let of_found = found.map_or(0, |code| {
        let listed = stop_words(code);
        let stop = words.iter().filter(|word| listed.is_some_and(|listed| listed.contains(*word))).count();
        let rarer = RARER.iter().position(|rarer| rarer.code == code).map_or(0, |at| counts[at]);
        stop.max(rarer)
    });
    (count >= of_found + LEAD).then(|| RARER[at].code)
}

/// Words that a text has at least, of which it can be said that hardly one is a stop word, and the share that says so.
const ENOUGH: usize = 40;
const HARDLY: usize = 33;

/// Letters that a language writes no word with: short common words (*на*, *за*, *у*) are its neighbours' as well.
const FOREIGN: [(&str, &str); 2] = [("sr", "йщъыьэюяёіїєґў"), ("mk", "йщъыьэюяёіїєґў")];

/// Letters that hardly another language has: a brief full of names and figures may have no other mark of its language.
const PROOFS: [(&str, &str); 3] = [("uk", "їєґ"), ("cs", "ěřů"), ("sr", "ђћ")];
/// So many of them prove it.
const PROVEN: usize = 3;

/// Whether hardly a word of `sample` is a stop word of the language, which it is not in then.
///
/// Cost: O(sample) at most; a few words are read of a text that is in it.
pub(super) fn is_another(sample: &str, code: &str) -> bool {
    // The list for Serbian is in one of its scripts.
    let Some(listed) = stop_words(code).filter(|_| !matches!(code, "sr" | "bs")) else { return false };
    let words = || sample.split_whitespace().map(trimmed).filter(|word| word.starts_with(char::is_alphabetic));
    let count = words().count();
    let is_stop = |word: &&str| listed.contains(word.to_lowercase().as_str());
    let is_proven = || {
        let letters = PROOFS.iter().find(|(known, _)| *known == code).map_or("", |(_, letters)| letters);
        sample.chars().flat_map(char::to_lowercase).filter(|c| letters.contains(*c)).nth(PROVEN - 1).is_some()
    };
    count >= ENOUGH && words().filter(is_stop).nth(count / HARDLY).is_none() && !is_proven()
}

/// A word without the marks at its ends.
fn trimmed(word: &str) -> &str {
    let is_mark = |c: char| {
        c.is_ascii_punctuation() && c != '\'' || matches!(c, '«' | '»' | '“' | '”' | '„' | '،' | '–' | '—' | '।' | '…')
    };
    let word = word.trim_matches(is_mark);
    if word == "'n" { word } else { word.trim_matches('\'') }
}

#[cfg(test)]
mod tests {
    use super::super::language::detect;
    use super::*;

    #[test]
    fn letters_prove_a_language_where_names_and_figures_fill_a_brief() {
        let text = "У селі Нижня Вільшана на Підгір'ї через зсув ґрунту відселили 24 родини, дев'ять будинків зруйновано повністю, \
                    повідомила в середу обласна служба порятунку. Довжина тріщини сягнула 310 метрів, швидкість руху — до 40 \
                    сантиметрів на годину. Людей розмістили в школі й районному санаторії, 61 особа отримала теплі речі.";
        assert_eq!(detect(text).language.map(|l| l.to_string()).as_deref(), Some("uk"));
    }

    #[test]
    fn letters_refute_a_language_whose_short_words_are_others_as_well() {
        let text = "У Заруддях автобус збив 52-річного пішохода, чоловік дістав тяжкі травми. За даними поліції, він не помітив \
                    стовпчика на повороті й упав на проїжджу частину.";
        assert_eq!(detect(text).language.map(|l| l.to_string()).as_deref(), Some("uk"));
    }

    #[test]
    fn rarer_languages_are_told_by_their_words() {
        for (expected, text) in [
            (
                "af",
                "Die minister het Donderdag gesê die herstelwerk aan die brug sal nog drie weke duur en dat dit nie vroeër kan nie.",
            ),
            (
                "et",
                "Minister ütles neljapäeval, et silla remont kestab veel kolm nädalat ja et liiklus avatakse siis, kui kõik on valmis.",
            ),
            (
                "is",
                "Ráðherrann sagði á fimmtudag að viðgerð á brúnni tæki þrjár vikur til viðbótar og að umferð yrði ekki hleypt á fyrr.",
            ),
            (
                "sw",
                "Mama Neema anachambua mchele punje kwa punje kwenye ungo. Vijana wamefunga kamba kati ya minazi na wanavusha wazee \
                 kwa mtumbwi. Mwalimu mkuu amefuta ubao na kuandika majina ya waliopotea, kila anayepatikana anapigiwa makofi.",
            ),
            (
                "lv",
                "Ministrs ceturtdien sacīja, ka tilta remonts ilgs vēl trīs nedēļas un ka satiksme tiks atklāta pēc tam.",
            ),
            (
                "sl",
                "Minister je v četrtek povedal, da bo popravilo mostu trajalo še tri tedne in da se bo promet vrnil po tem.",
            ),
            (
                "sq",
                "Ministri tha të enjten se riparimi i urës do të zgjasë edhe tri javë dhe se trafiku nuk do të hapet më herët.",
            ),
            (
                "eu",
                "Ministroak ostegunean esan du zubiaren konponketak beste hiru aste iraungo duela eta ez dela lehenago irekiko, baina bidea irekita dago.",
            ),
            (
                "az",
                "Nazir cümə axşamı bildirib ki, körpünün təmiri daha üç həftə davam edəcək və hərəkət bundan sonra açılacaq.",
            ),
            (
                "uz",
                "Vazir payshanba kuni ko‘prik ta’miri yana uch hafta davom etishini va keyin harakat ochilishini aytdi, deb xabar qildi bu haqda, lekin yo‘l ham ochiq.",
            ),
            (
                "kk",
                "Министр бейсенбіде көпірді жөндеу тағы үш аптаға созылатынын және содан кейін қозғалыс ашылатынын айтты.",
            ),
            (
                "mn",
                "Сайд пүрэв гарагт гүүрийн засвар дахин гурван долоо хоног үргэлжилнэ гэж мэдэгдсэн бөгөөд дараа нь хөдөлгөөн нээгдэх юм байна.",
            ),
            (
                "mk",
                "Министерот изјави во четвртокот дека поправката на мостот ќе трае уште три недели и дека не е опасно.",
            ),
            (
                "be",
                "Міністр заявіў у чацвер, што рамонт моста працягнецца яшчэ тры тыдні і пасля гэтага яго адкрыюць для руху.",
            ),
            (
                "ha",
                "Ministan ya ce a ranar Alhamis cewa gyaran gadar zai ɗauki ƙarin makonni uku kafin a buɗe ta ga masu ababen hawa.",
            ),
            (
                "so",
                "Wasiirku wuxuu sheegay Khamiistii in dayactirka buundada uu sii socon doono saddex toddobaad oo kale ka hor inta aan la furin.",
            ),
            (
                "tl",
                "Sinabi ng ministro nitong Huwebes na tatagal pa ng tatlong linggo ang pag-aayos ng tulay bago ito muling buksan sa mga motorista.",
            ),
            ("ps", "وزیر د پنجشنبې په ورځ وویل چې د پله ترمیم به نورې درې اوونۍ دوام وکړي او بیا به پرانیستل شي."),
            ("te", "వంతెన మరమ్మతులు మరో మూడు వారాలు సాగుతాయని మంత్రి గురువారం చెప్పారు."),
            ("am", "ሚኒስትሩ የድልድዩ ጥገና ተጨማሪ ሦስት ሳምንታት እንደሚወስድ ሐሙስ ዕለት ተናገሩ።"),
            ("lo", "ລັດຖະມົນຕີກ່າວໃນວັນພະຫັດວ່າ ການສ້ອມແປງຂົວຈະໃຊ້ເວລາອີກສາມອາທິດ."),
        ] {
            assert_eq!(detect(text).language.map(|l| l.to_string()).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_trigrams_know_stays() {
        for (found, text) in [
            (
                "fr",
                "Le ministre a déclaré jeudi que les travaux du pont dureraient encore trois semaines et que la route est fermée.",
            ),
            (
                "nl",
                "De minister zei donderdag dat het werk aan de brug nog drie weken zal duren en dat de weg dicht is en niet open gaat.",
            ),
            (
                "fi",
                "Ministeri sanoi torstaina, että sillan korjaus kestää vielä kolme viikkoa ja että tie on suljettu.",
            ),
            (
                "pt",
                "O ministro disse na quinta-feira que as obras da ponte durariam mais três semanas e que a estrada está fechada.",
            ),
            (
                "hr",
                "Ministar je rekao da će radovi na mostu trajati još dva tjedna, prije nego što se vlak vrati u općinu.",
            ),
            (
                "sw",
                "Waziri alisema siku ya Alhamisi kwamba ukarabati wa daraja utaendelea kwa wiki tatu zaidi katika mji huo.",
            ),
        ] {
            assert_eq!(settle(text, Some(found)), None, "{text}");
        }
    }
}

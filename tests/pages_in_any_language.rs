//! What a site prints around its articles is told from them in languages of which nothing was learnt, and a dispatch is found in
//! it; an article that its source brings up to date under a new title stays itself.

use wirefold::units::Timestamp;
use wirefold::verify::Relation;
use wirefold::{Article, Config, engine::explain_articles};

/// A dispatch and the lines of a site, in one language.
struct Page {
    language: &'static str,
    title: &'static str,
    retitled: &'static str,
    dispatch: [&'static str; 4],
    /// Another article of the site.
    other: (&'static str, [&'static str; 2]),
    menu: &'static [&'static str],
    foot: &'static [&'static str],
    /// Figures as they were, and as they are in the next take.
    figures: &'static [(&'static str, &'static str)],
}

const PAGES: &[Page] = &[
    Page {
        language: "et",
        title: "Lema jõel varises rippsild, hukkus 12 inimest",
        retitled: "Orsamäe õnnetus: „Nagu välk oleks löönud“",
        dispatch: [
            "Teisipäeva õhtul varises Orsamäe lähedal Lema jõel kokku rippsild. Hukkus 12 inimest ja 34 sai viga, teatas vallavalitsus.",
            "Vallavanem Toomas Vardja ütles ajakirjanikele, et sild kandis vaid viit tonni ning tross katkes, kui kaks palgikoormaga veoautot samal ajal sillale sõitsid.",
            "Päästjad otsisid kadunuid terve öö 20 paadiga, kuid tugev vool ja pimedus raskendasid tööd. Kannatanud viidi maakonnahaiglasse ja neist 7 seisund on raske.",
            "„Nagu välk oleks löönud, tõstsin pea ja silda enam polnud,“ meenutas 43-aastane Niina Koiava, kelle poeg suutis kaldale ujuda.",
        ],
        other: (
            "Orsamäe kool sai uue raamatukogu",
            [
                "Orsamäe gümnaasiumis avati uus raamatukogu, kus on kolm tuhat raamatut. Raha kogusid vilistlased.",
                "Direktori sõnul võivad õpilased laenutada korraga kaks raamatut.",
            ],
        ),
        menu: &["Avaleht", "Eesti", "Välismaa", "Sport", "Majandus", "Telli uudiskiri", "Jõehääle toimetus"],
        foot: &[
            "Jaga",
            "Meeldib",
            "Loe ka",
            "Kütus odavnes taas",
            "Paadivõistlusel osaleb tänavu 45 võistkonda",
            "Kommentaarid",
            "Kommenteerimiseks logi sisse",
            "See veebileht kasutab küpsiseid. Jätkamiseks nõustu.",
            "Kõik õigused kaitstud",
        ],
        figures: &[("12 in", "15 in"), ("34 sai", "41 sai"), ("neist 7", "neist 9"), ("20 paadiga", "26 paadiga")],
    },
    Page {
        language: "ka",
        title: "ხიდი ჩაინგრა მდინარე ლემაზე, დაღუპულია 12 ადამიანი",
        retitled: "ტრაგედია ორსახევში: მოწმეები საზარელ ხმაზე საუბრობენ",
        dispatch: [
            "სოფელ ორსახევთან, მდინარე ლემაზე, სამშაბათს საღამოს საკიდი ხიდი ჩაინგრა, რის შედეგადაც 12 ადამიანი დაიღუპა, 34 კი დაშავდა. ამის შესახებ მუნიციპალიტეტის მერიამ განაცხადა.",
            "მერმა თენგიზ ვარდიაშვილმა ჟურნალისტებს უთხრა, რომ ხიდს მხოლოდ ხუთი ტონის გაძლება შეეძლო, ტროსი კი მაშინ გაწყდა, როცა მასზე ხე-ტყით დატვირთული ორი სატვირთო მანქანა ერთდროულად შევიდა.",
            "მაშველები დაკარგულებს მთელი ღამის განმავლობაში 20 ნავით ეძებდნენ, თუმცა ძიებას სწრაფი დინება და სიბნელე ართულებდა. დაშავებულები რეგიონულ საავადმყოფოში გადაიყვანეს, მათგან 7-ის მდგომარეობა მძიმეა.",
            "„თითქოს მეხი დაეცა, თავი ავწიე და ხიდი აღარ იყო“, - იხსენებს 43 წლის ნანული ქოიავა, რომლის ვაჟმაც ნაპირამდე გაცურვა შეძლო.",
        ],
        other: (
            "ორსახევის სკოლაში ახალი ბიბლიოთეკა გაიხსნა",
            [
                "ორსახევის საჯარო სკოლაში ახალი ბიბლიოთეკა გაიხსნა, სადაც სამი ათასამდე წიგნია თავმოყრილი. თანხა კურსდამთავრებულებმა შეაგროვეს.",
                "დირექტორის თქმით, მოსწავლეებს ერთდროულად ორი წიგნის გატანა შეეძლებათ.",
            ],
        ),
        menu: &[
            "მთავარი",
            "პოლიტიკა",
            "საზოგადოება",
            "მსოფლიო",
            "სპორტი",
            "გამოიწერეთ სიახლეები ელფოსტით",
            "ავტორი: მდინარის ხმის რედაქცია",
        ],
        foot: &[
            "გაზიარება",
            "მოწონება",
            "მსგავსი სიახლეები",
            "საწვავი კიდევ 6 თეთრით გაიაფდა",
            "რეგატაში წელს 45 გუნდი მიიღებს მონაწილეობას",
            "კომენტარები",
            "კომენტარის დასაწერად გაიარეთ ავტორიზაცია",
            "საიტი იყენებს ქუქი-ფაილებს. განაგრძობთ თუ არა, ეთანხმებით პირობებს.",
            "ყველა უფლება დაცულია",
        ],
        figures: &[("12 ადამიანი", "15 ადამიანი"), ("34 კი", "41 კი"), ("7-ის", "9-ის"), ("20 ნავით", "26 ნავით")],
    },
    Page {
        language: "am",
        title: "የሌማ ወንዝ ድልድይ ተደርምሶ 12 ሰዎች ሞቱ",
        retitled: "በኦርሳ ወረዳ በደረሰው አደጋ ፍለጋው ቀጥሏል",
        dispatch: [
            "በኦርሳ ወረዳ በሌማ ወንዝ ላይ የተሠራው ተንጠልጣይ ድልድይ ማክሰኞ ምሽት ተደርምሶ የ12 ሰዎች ሕይወት ሲያልፍ 34 ሰዎች መቁሰላቸውን የወረዳው አስተዳደር አስታወቀ።",
            "የወረዳው አስተዳዳሪ አቶ ተስፋዬ ገብረወልድ ለጋዜጠኞች እንደተናገሩት ድልድዩ መሸከም የሚችለው አምስት ቶን ብቻ ሲሆን እንጨት የጫኑ ሁለት የጭነት መኪናዎች በአንድ ጊዜ በመግባታቸው ገመዱ ተበጥሷል።",
            "የነፍስ አድን ሠራተኞች በ20 ጀልባዎች ሌሊቱን ሙሉ የጠፉ ሰዎችን ሲፈልጉ ቢያድሩም የወንዙ ፍጥነትና ጨለማው ፍለጋውን አስቸጋሪ አድርገውታል። የቆሰሉት ወደ ዞኑ ሆስፒታል የተወሰዱ ሲሆን 7ቱ በከባድ ሁኔታ ላይ ይገኛሉ።",
            "“መብረቅ የወደቀ መሰለኝ፤ ቀና ስል ድልድዩ አልነበረም” ሲሉ የ43 ዓመቷ ወይዘሮ አልማዝ ደስታ ተናግረዋል። ልጃቸው ዋኝቶ ከዳር መድረስ ችሏል።",
        ],
        other: (
            "በኦርሳ ትምህርት ቤት አዲስ ቤተ መጻሕፍት ተከፈተ",
            [
                "በኦርሳ ሁለተኛ ደረጃ ትምህርት ቤት ሦስት ሺህ መጻሕፍት ያሉት አዲስ ቤተ መጻሕፍት ሥራ ጀመረ። ወጪውን የሸፈኑት የቀድሞ ተማሪዎች ናቸው።",
                "ርዕሰ መምህሩ ተማሪዎች በአንድ ጊዜ ሁለት መጻሕፍት መዋስ እንደሚችሉ ተናግረዋል።",
            ],
        ),
        menu: &["መነሻ ገጽ", "ፖለቲካ", "ማኅበራዊ", "ዓለም አቀፍ", "ስፖርት", "ዜናዎችን በኢሜይል ለማግኘት ይመዝገቡ", "በሪፖርተራችን የወንዝ ድምፅ"],
        foot: &[
            "ያጋሩ",
            "ፌስቡክ",
            "ተያያዥ ዜናዎች",
            "የነዳጅ ዋጋ በድጋሚ ቀነሰ",
            "በጀልባ ውድድሩ 45 ቡድኖች ይሳተፋሉ",
            "አስተያየት ይስጡ",
            "አስተያየት ለመስጠት እባክዎ ይግቡ",
            "ይህ ድረ ገጽ ኩኪዎችን ይጠቀማል። ለመቀጠል ይስማሙ።",
            "መብቱ በሕግ የተጠበቀ ነው",
        ],
        figures: &[("የ12 ሰ", "የ15 ሰ"), ("34 ሰዎች", "41 ሰዎች"), ("7ቱ", "9ኙ"), ("በ20 ጀ", "በ26 ጀ")],
    },
    Page {
        language: "km",
        title: "ទឹកជំនន់ជន់លិចភូមិចំនួនបីក្នុងស្រុកព្រែកលាន មនុស្ស ១២ នាក់ស្លាប់",
        retitled: "គ្រោះទឹកជំនន់ធំបំផុតក្នុងរយៈពេលដប់ឆ្នាំ៖ ប្រជាពលរដ្ឋរាប់ពាន់នាក់ត្រូវជម្លៀស",
        dispatch: [
            "ទឹកជំនន់ដ៏ធំមួយបានជន់លិចភូមិចំនួនបីក្នុងស្រុកព្រែកលាន កាលពីយប់ថ្ងៃអង្គារ បណ្តាលឲ្យមនុស្ស ១២ នាក់ស្លាប់ និង ៣៤ នាក់ទៀតរងរបួស នេះបើតាមការបញ្ជាក់របស់អាជ្ញាធរខេត្ត។",
            "លោក ចាន់ សុវណ្ណរ៉ា អភិបាលស្រុក បានប្រាប់អ្នកយកព័ត៌មានថា ទំនប់ទឹកនៅលើដងស្ទឹងតាលុនបានបាក់នៅម៉ោងប្រហែល ១១ យប់ បន្ទាប់ពីមានភ្លៀងធ្លាក់ជាប់គ្នារយៈពេលបួនថ្ងៃ។ ផ្ទះជាង ៤៥០ ខ្នងត្រូវបានបំផ្លាញ។",
            "កងទ័ពបានបញ្ជូនទូកចំនួន ២០ គ្រឿង និងឧទ្ធម្ភាគចក្រពីរគ្រឿងទៅជួយសង្គ្រោះប្រជាពលរដ្ឋដែលនៅជាប់លើដំបូលផ្ទះ។ ប្រជាពលរដ្ឋប្រមាណ ២.៣០០ នាក់ត្រូវបានជម្លៀសទៅកាន់សាលារៀន និងវត្តអារាមនៅជិតនោះ។",
            "អ្នកស្រី ម៉ៅ ស្រីនាង អាយុ ៤៣ ឆ្នាំ បានរៀបរាប់ថា៖ «ទឹកមកលឿនណាស់ យើងមិនបានយកអ្វីមកជាមួយទេ ក្រៅពីកូនៗ»។ គាត់បានបាត់បង់គោបីក្បាល និងស្រូវទាំងអស់។",
        ],
        other: (
            "សិស្សពូកែគណិតវិទ្យាមកពីព្រែកលានទទួលមេដាយមាស",
            [
                "សិស្សស្រីអាយុ ១៦ ឆ្នាំម្នាក់មកពីវិទ្យាល័យព្រែកលានបានឈ្នះមេដាយមាសក្នុងការប្រកួតគណិតវិទ្យាតំបន់ ដែលធ្វើឡើងកាលពីចុងសប្តាហ៍។",
                "នាងបាននិយាយថា នឹងយកប្រាក់រង្វាន់ទៅទិញសៀវភៅសម្រាប់បណ្ណាល័យភូមិ។",
            ],
        ),
        menu: &["ទំព័រដើម", "ព័ត៌មានជាតិ", "អន្តរជាតិ", "កីឡា", "សេដ្ឋកិច្ច", "ចុះឈ្មោះទទួលព័ត៌មានតាមអ៊ីមែល", "ផ្សាយដោយ ប្រិយមិត្តដងស្ទឹង"],
        foot: &[
            "ចែករំលែកលើហ្វេសប៊ុក",
            "តេឡេក្រាម",
            "អានបន្ត៖ តម្លៃអង្ករឡើងថ្លៃនៅមុនបុណ្យភ្ជុំ",
            "អានបន្ត៖ ក្រុមបាល់ទាត់ស្ទឹងខៀវឈ្នះប្រកួតមិត្តភាព",
            "មតិយោបល់",
            "សូមចូលគណនីដើម្បីបញ្ចេញមតិ",
            "គេហទំព័រនេះប្រើខូគី ដើម្បីធ្វើឲ្យបទពិសោធន៍របស់អ្នកកាន់តែប្រសើរ។ សូមចុចយល់ព្រម។",
            "រក្សាសិទ្ធិគ្រប់យ៉ាង",
        ],
        figures: &[("១២ នាក់", "១៥ នាក់"), ("៣៤ នាក់", "៤១ នាក់"), ("៤៥០", "៥០០"), ("២.៣០០", "២.៨០០")],
    },
    Page {
        language: "lv",
        title: "Noliktavas ugunsgrēkā Varkalnē bojā gājuši trīs ugunsdzēsēji",
        retitled: "Liesmas Varkalnē savaldītas tikai rītausmā",
        dispatch: [
            "Trīs ugunsdzēsēji gājuši bojā un 16 cilvēki cietuši ugunsgrēkā, kas naktī uz piektdienu izcēlās krāsu noliktavā Varkalnes ostā, paziņoja Valsts ugunsdzēsības dienests.",
            "Dienesta priekšnieks Ilmārs Dzelzkalns pastāstīja, ka jumts iebrucis brīdī, kad glābēji meklēja sargu. Liesmas bija pārņēmušas 4800 kvadrātmetrus, un tās dzēsa 27 brigādes no piecām pilsētām.",
            "Pilsētas dome lūdza iedzīvotājus neatvērt logus un nelietot ūdeni no akām. No tuvākajām mājām evakuēti 220 cilvēki, no kuriem 40 nakti pavadīja sporta zālē.",
            "“Debesis bija sarkanas, un mucas sprāga cita pēc citas kā lielgabali,” sacīja 58 gadus vecā Velta Ozolkāja, kas dzīvo pretī ostas vārtiem. Viņas suns pazudis.",
        ],
        other: (
            "Varkalnes bibliotēka pagarina darba laiku",
            [
                "No oktobra Varkalnes centrālā bibliotēka darbdienās būs atvērta līdz astoņiem vakarā. To lūguši vidusskolēni.",
                "Vadītāja piebilda, ka sestdienās lasītava paliks slēgta, jo trūkst darbinieku.",
            ],
        ),
        menu: &["Sākums", "Ziņas", "Viedokļi", "Izklaide", "Ieiet", "Varkalnes Vēstnesis", "Ievas Bērziņas teksts"],
        foot: &[
            "Ieteikt draugiem",
            "Kopēt saiti",
            "Citi pašlaik lasa",
            "Kā izvēlēties riepas rudenim",
            "Basketbolisti uzvar pagarinājumā",
            "Pierakstīties e-pasta vēstulēm",
            "Tavs viedoklis mums ir svarīgs!",
            "Turpinot lietot vietni, jūs piekrītat sīkdatnēm.",
        ],
        figures: &[("Trīs ugun", "Četri ugun"), ("16 cilvēki", "19 cilvēki"), ("4800", "5200"), ("27 brig", "31 brig")],
    },
    Page {
        language: "ml",
        title: "വർക്കൽ തുറമുഖത്തെ ഗോഡൗണിൽ തീപിടിത്തം; മൂന്ന് അഗ്നിശമന സേനാംഗങ്ങൾ മരിച്ചു",
        retitled: "പുലർച്ചെയോടെ മാത്രം വർക്കലിലെ തീ നിയന്ത്രണവിധേയം",
        dispatch: [
            "വർക്കൽ തുറമുഖത്തെ പെയിന്റ് ഗോഡൗണിൽ വ്യാഴാഴ്ച രാത്രിയുണ്ടായ തീപിടിത്തത്തിൽ മൂന്ന് അഗ്നിശമന സേനാംഗങ്ങൾ മരിച്ചു. 16 പേർക്ക് പരിക്കേറ്റതായി ജില്ലാ ഭരണകൂടം അറിയിച്ചു.",
            "കാവൽക്കാരനെ തിരയുന്നതിനിടെയാണ് മേൽക്കൂര തകർന്നുവീണതെന്ന് സേനാ മേധാവി ഇന്ദ്രജിത്ത് ഇരുമ്പൻ പറഞ്ഞു. 4800 ചതുരശ്ര മീറ്ററിലേക്ക് പടർന്ന തീ അഞ്ച് നഗരങ്ങളിൽ നിന്നെത്തിയ 27 യൂണിറ്റുകളാണ് അണച്ചത്.",
            "ജനാലകൾ തുറക്കരുതെന്നും കിണർവെള്ളം ഉപയോഗിക്കരുതെന്നും നഗരസഭ നിർദേശിച്ചു. സമീപത്തെ വീടുകളിൽ നിന്ന് 220 പേരെ ഒഴിപ്പിച്ചു, ഇതിൽ 40 പേർ കായിക ഹാളിലാണ് രാത്രി കഴിഞ്ഞത്.",
            "“ആകാശം ചുവന്നിരുന്നു, വീപ്പകൾ ഒന്നിനുപിറകെ ഒന്നായി പീരങ്കി പോലെ പൊട്ടി,” തുറമുഖ കവാടത്തിന് എതിർവശത്ത് താമസിക്കുന്ന 58 വയസ്സുള്ള വേലായുധന്റെ ഭാര്യ പാറുക്കുട്ടി പറഞ്ഞു. അവരുടെ നായയെ കാണാനില്ല.",
        ],
        other: (
            "വർക്കൽ വായനശാലയുടെ സമയം നീട്ടി",
            [
                "ഒക്ടോബർ മുതൽ വർക്കൽ സെൻട്രൽ വായനശാല പ്രവൃത്തിദിവസങ്ങളിൽ രാത്രി എട്ടുവരെ തുറക്കും. വിദ്യാർഥികളാണ് ഇത് ആവശ്യപ്പെട്ടത്.",
                "ജീവനക്കാരില്ലാത്തതിനാൽ ശനിയാഴ്ചകളിൽ അടച്ചിടുമെന്ന് ലൈബ്രേറിയൻ പറഞ്ഞു.",
            ],
        ),
        menu: &["ഹോം", "വാർത്തകൾ", "അഭിപ്രായം", "വിനോദം", "ലോഗിൻ", "വർക്കൽ നാദം", "തയ്യാറാക്കിയത് ഇവ ബിന്ദു"],
        foot: &[
            "സുഹൃത്തിന് അയയ്ക്കുക",
            "ലിങ്ക് പകർത്തുക",
            "മറ്റുള്ളവർ വായിക്കുന്നത്",
            "മഴക്കാല ടയർ എങ്ങനെ തിരഞ്ഞെടുക്കാം",
            "ബാസ്കറ്റ്ബോൾ ടീമിന് ജയം",
            "ഇമെയിലിൽ വാർത്തകൾ നേടുക",
            "നിങ്ങളുടെ അഭിപ്രായം ഞങ്ങൾക്ക് പ്രധാനമാണ്!",
            "സൈറ്റ് തുടർന്നും ഉപയോഗിക്കുമ്പോൾ നിങ്ങൾ കുക്കികൾക്ക് സമ്മതിക്കുന്നു.",
        ],
        figures: &[("16 പേർ", "19 പേർ"), ("4800", "5200"), ("27 യൂണി", "31 യൂണി"), ("220 പേ", "260 പേ")],
    },
];

fn article(id: &str, source: &str, hour: i64, title: &str, text: &[&str]) -> Article {
    let article = Article::new(id, text.join("\n\n")).with_title(title).with_source(source);
    article.with_published_at(Timestamp::from_seconds(1_930_348_800 + 3600 * hour))
}

fn around<'a>(page: &Page, text: &[&'a str]) -> Vec<&'a str>
where
    'static: 'a,
{
    [page.menu, text, page.foot].concat()
}

fn relation(a: &Article, b: &Article) -> Relation {
    explain_articles(a, b, &Config::default()).relation
}

#[test]
fn two_articles_of_one_site_have_nothing_in_common() {
    for page in PAGES {
        let (title, text) = page.other;
        let first = article("a", "voice.example", 0, title, &around(page, &text));
        let second = article("b", "voice.example", 3, page.retitled, &around(page, &page.dispatch[..2]));
        assert_eq!(relation(&second, &first), Relation::None, "{}", page.language);
        let sister = article("b", "tribune.example", 3, page.retitled, &around(page, &page.dispatch[..2]));
        assert!(!relation(&sister, &first).is_copy(), "{}", page.language);
    }
}

#[test]
fn a_dispatch_is_found_in_its_page() {
    for page in PAGES {
        let dispatch = article("a", "agency.example", 0, page.title, &page.dispatch);
        let cut = article("b", "voice.example", 3, page.retitled, &around(page, &page.dispatch[..2]));
        assert!(relation(&cut, &dispatch).is_copy(), "{}", page.language);
    }
}

#[test]
fn an_article_brought_up_to_date_under_a_new_title_stays_itself() {
    for page in PAGES {
        let dispatch = article("a", "voice.example", 0, page.title, &page.dispatch);
        let text = page.figures.iter().fold(dispatch.text.clone(), |text, (old, new)| text.replace(old, new));
        assert_ne!(text, dispatch.text);
        let update = article("b", "voice.example", 5, page.retitled, &[&text]);
        assert!(relation(&update, &dispatch).is_copy(), "{}", page.language);
    }
}

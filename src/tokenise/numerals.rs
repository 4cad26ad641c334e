//! Numbers spelt out: `six`, `vingt`, `fünfundzwanzig` are the numbers they mean.
//!
//! Agencies spell small numbers, and a form that is filled with *six* cents and *five* differs as one with 6 and 5. Numbers of
//! several words stay several (`vingt-cinq` is 20 and 5), and differ where one of these does. Left out are: one, which is an
//! article in most languages; two, which means *both* as often (`les deux hommes`); hundreds and above, which are units as
//! much as numbers (`5 million` and `6 million` differ in one number, and agree in no other); words that mean something else as
//! often (French *neuf*, Italian *sei*, Swedish *sex*), with accents or without (Polish *pięć* and *piec*, an oven). Scripts
//! that do not part words have no words to look up.

/// Numbers of a language: forms of one number stand with `/` between them, `-` where all are ambiguous.
struct Numerals {
    /// Codes of the language.
    codes: &'static [&'static str],
    /// 2 to 19, or as far as they are words of their own; 2 for the sake of 22.
    small: &'static str,
    /// 20, 30, to 90.
    tens: &'static str,
    /// How those between are made.
    between: Between,
}

/// How a language writes the numbers between tens.
enum Between {
    /// As several words.
    Apart,
    /// As one word, the ones first: how one is written there, and what stands between. After an e, Dutch writes *ën*.
    OnesFirst(&'static str, &'static str),
    /// As one word, the tens first: how one is written there. Before a vowel, Italian tens lose theirs.
    TensFirst(&'static str),
    /// As one word from 21 to 29 only; all of these.
    Twenties(&'static str),
}

const LANGUAGES: &[Numerals] = &[
    Numerals {
        codes: &["en"],
        small: "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen \
                nineteen",
        tens: "twenty thirty forty fifty sixty seventy eighty ninety",
        between: Between::Apart,
    },
    Numerals {
        codes: &["fr"],
        small: "deux trois quatre cinq six sept huit - dix onze douze treize quatorze quinze seize",
        tens: "vingt/vingts trente quarante cinquante soixante septante huitante/octante nonante",
        between: Between::Apart,
    },
    Numerals {
        codes: &["de"],
        small: "zwei/zwo drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn \
                achtzehn neunzehn",
        tens: "zwanzig dreißig/dreissig vierzig fünfzig sechzig siebzig achtzig neunzig",
        between: Between::OnesFirst("ein", "und"),
    },
    Numerals {
        codes: &["nl"],
        small: "twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien zeventien achttien \
                negentien",
        tens: "twintig dertig veertig vijftig zestig zeventig tachtig negentig",
        between: Between::OnesFirst("een", "en"),
    },
    Numerals {
        codes: &["es"],
        small: "dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete dieciocho \
                diecinueve",
        tens: "veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa",
        between: Between::Twenties(
            "veintiuno/veintiún/veintiuna veintidós veintitrés veinticuatro veinticinco veintiséis veintisiete veintiocho \
             veintinueve",
        ),
    },
    Numerals {
        codes: &["pt"],
        small: "dois/duas três quatro cinco seis sete oito nove dez onze doze treze catorze/quatorze quinze dezesseis/dezasseis \
                dezessete/dezassete dezoito dezenove/dezanove",
        tens: "vinte trinta quarenta cinquenta/cinqüenta sessenta setenta oitenta noventa",
        between: Between::Apart,
    },
    Numerals {
        codes: &["it"],
        small: "due tre quattro cinque - sette otto nove dieci undici dodici tredici quattordici quindici sedici diciassette \
                diciotto diciannove",
        tens: "venti trenta quaranta cinquanta sessanta settanta ottanta novanta",
        between: Between::TensFirst("uno"),
    },
    Numerals {
        codes: &["ru"],
        small: "два/две/двух/двум/двумя/двое три/трёх/трём/тремя/трое четыре/четырёх/четырём/четырьмя/четверо \
                пять/пяти/пятью/пятеро шесть/шести/шестью/шестеро семь/семи/семью/семеро восемь/восьми девять/девяти \
                десять/десяти одиннадцать/одиннадцати двенадцать/двенадцати тринадцать/тринадцати \
                четырнадцать/четырнадцати пятнадцать/пятнадцати шестнадцать/шестнадцати семнадцать/семнадцати \
                восемнадцать/восемнадцати девятнадцать/девятнадцати",
        tens: "двадцать/двадцати тридцать/тридцати сорок/сорока пятьдесят/пятидесяти шестьдесят/шестидесяти \
               семьдесят/семидесяти восемьдесят/восьмидесяти девяносто/девяноста",
        between: Between::Apart,
    },
    Numerals {
        codes: &["pl"],
        small: "dwa/dwie/dwaj/dwóch/dwu/dwóm/dwom/dwoma/dwiema trzy/trzej/trzech/trzem/trzema \
                cztery/czterej/czterech/czterem/czterema pięciu sześć/sześciu siedem/siedmiu osiem/ośmiu dziewięć/dziewięciu \
                dziesięć/dziesięciu jedenaście/jedenastu dwanaście/dwunastu trzynaście/trzynastu czternaście/czternastu \
                piętnaście/piętnastu szesnaście/szesnastu siedemnaście/siedemnastu osiemnaście/osiemnastu \
                dziewiętnaście/dziewiętnastu",
        tens: "dwadzieścia/dwudziestu trzydzieści/trzydziestu czterdzieści/czterdziestu pięćdziesiąt/pięćdziesięciu \
               sześćdziesiąt/sześćdziesięciu siedemdziesiąt/siedemdziesięciu osiemdziesiąt/osiemdziesięciu \
               dziewięćdziesiąt/dziewięćdziesięciu",
        between: Between::Apart,
    },
    Numerals {
        codes: &["sv"],
        small: "två tre fyra fem - sju åtta nio tio elva tolv tretton fjorton femton sexton sjutton arton nitton",
        tens: "tjugo trettio fyrtio femtio sextio sjuttio åttio nittio",
        between: Between::TensFirst("ett"),
    },
    Numerals {
        codes: &["da"],
        small: "to tre fire fem seks syv otte ni ti elleve tolv tretten fjorten femten seksten sytten atten nitten",
        tens: "tyve tredive fyrre halvtreds - firs halvfjerds halvfems",
        between: Between::OnesFirst("en", "og"),
    },
    Numerals {
        codes: &["no", "nb", "nn"],
        small: "to tre fire fem seks sju/syv åtte ni ti elleve/elve tolv tretten fjorten femten seksten sytten atten nitten",
        tens: "tjue/tyve tretti/tredve førti femti seksti sytti åtti nitti",
        between: Between::TensFirst("en"),
    },
    Numerals {
        codes: &["tr"],
        small: "iki üç dört beş - - sekiz dokuz on",
        tens: "yirmi otuz kırk elli altmış yetmiş seksen doksan",
        between: Between::Apart,
    },
    Numerals {
        codes: &["ar"],
        small: "اثنان/اثنين/اثنتان/اثنتين ثلاثة/ثلاث أربعة/أربع خمسة/خمس ستة سبعة/سبع ثمانية/ثماني/ثمان تسعة/تسع عشرة/عشر",
        tens: "عشرون/عشرين ثلاثون/ثلاثين أربعون/أربعين خمسون/خمسين ستون/ستين سبعون/سبعين ثمانون/ثمانين تسعون/تسعين",
        between: Between::Apart,
    },
    Numerals {
        codes: &["uk"],
        // Those with an apostrophe are two words here.
        small: "два/дві/двох/двом/двома/двоє три/трьох/трьом/трьома/троє чотири/чотирьох/чотирьом/чотирма/четверо - \
                шість/шести/шістьох/шестеро сім/семи/сімох/семеро вісім/восьми/вісьмох/восьмеро - десять/десяти/десятьох/десятеро \
                одинадцять/одинадцяти дванадцять/дванадцяти тринадцять/тринадцяти чотирнадцять/чотирнадцяти - \
                шістнадцять/шістнадцяти сімнадцять/сімнадцяти вісімнадцять/вісімнадцяти -",
        tens: "двадцять/двадцяти тридцять/тридцяти сорок/сорока - шістдесят/шістдесяти - вісімдесят/вісімдесяти \
               -",
        between: Between::Apart,
    },
    Numerals {
        codes: &["cs"],
        small: "dva/dvě/dvou/dvěma tři/tří/třem/třemi čtyři/čtyř/čtyřem/čtyřmi pět/pěti šest/šesti sedm/sedmi osm/osmi \
                devět/devíti deset/deseti jedenáct/jedenácti dvanáct/dvanácti třináct/třinácti čtrnáct/čtrnácti \
                patnáct/patnácti šestnáct/šestnácti sedmnáct/sedmnácti osmnáct/osmnácti devatenáct/devatenácti",
        tens: "dvacet/dvaceti třicet/třiceti čtyřicet/čtyřiceti padesát/padesáti šedesát/šedesáti sedmdesát/sedmdesáti \
               osmdesát/osmdesáti devadesát/devadesáti",
        between: Between::OnesFirst("jedn", "a"),
    },
    Numerals {
        codes: &["el"],
        small: "δύο/δυο τρεις/τρία/τριών τέσσερις/τέσσερα/τεσσάρων πέντε έξι επτά/εφτά οκτώ/οχτώ εννέα/εννιά δέκα έντεκα/ένδεκα \
                δώδεκα δεκατρία/δεκατρείς/δεκατριών δεκατέσσερα/δεκατέσσερις/δεκατεσσάρων δεκαπέντε δεκαέξι/δεκάξι \
                δεκαεπτά/δεκαεφτά δεκαοκτώ/δεκαοχτώ δεκαεννέα/δεκαεννιά",
        tens: "είκοσι τριάντα σαράντα πενήντα εξήντα εβδομήντα ογδόντα ενενήντα",
        between: Between::Apart,
    },
    Numerals {
        codes: &["hu"],
        // *Hét* is a week as often.
        small: "két/kettő három/hárman négy/négyen öt/öten hat/hatan heten nyolc/nyolcan kilenc/kilencen tíz/tízen \
                tizenegy/tizenegyen tizenkét/tizenkettő/tizenketten tizenhárom/tizenhárman tizennégy/tizennégyen \
                tizenöt/tizenöten tizenhat/tizenhatan tizenhét/tizenheten tizennyolc/tizennyolcan tizenkilenc/tizenkilencen",
        tens: "húsz/huszan/huszon harminc/harmincan negyven/negyvenen ötven/ötvenen hatvan/hatvanan hetven/hetvenen \
               nyolcvan/nyolcvanan kilencven/kilencvenen",
        between: Between::TensFirst("egy"),
    },
    Numerals {
        codes: &["fi"],
        small: "kaksi/kahden/kahta kolme/kolmen/kolmea neljä/neljän/neljää viisi/viiden/viittä kuusi/kuuden/kuutta \
                seitsemän/seitsemää kahdeksan/kahdeksaa yhdeksän/yhdeksää kymmenen/kymmentä yksitoista/yhdentoista \
                kaksitoista/kahdentoista kolmetoista/kolmentoista neljätoista/neljäntoista viisitoista/viidentoista \
                kuusitoista/kuudentoista seitsemäntoista kahdeksantoista yhdeksäntoista",
        tens: "kaksikymmentä/kahdenkymmenen kolmekymmentä/kolmenkymmenen neljäkymmentä/neljänkymmenen \
               viisikymmentä/viidenkymmenen kuusikymmentä/kuudenkymmenen seitsemänkymmentä/seitsemänkymmenen \
               kahdeksankymmentä/kahdeksankymmenen yhdeksänkymmentä/yhdeksänkymmenen",
        between: Between::TensFirst("yksi"),
    },
    Numerals {
        codes: &["ro"],
        // *Nouă* is new as often.
        small: "doi/două trei patru cinci șase/şase șapte/şapte opt - zece unsprezece doisprezece/douăsprezece treisprezece \
                paisprezece cincisprezece șaisprezece/şaisprezece șaptesprezece/şaptesprezece optsprezece nouăsprezece",
        tens: "douăzeci treizeci patruzeci cincizeci șaizeci/şaizeci șaptezeci/şaptezeci optzeci nouăzeci",
        between: Between::Apart,
    },
    Numerals {
        codes: &["he"],
        // *שבע* is also a town's name.
        small: "שני/שתי/שניים/שתיים שלוש/שלושה/שלושת ארבע/ארבעה/ארבעת חמש/חמישה/חמשה/חמשת שש/שישה/ששה/ששת שבעה/שבעת \
                שמונה/שמונת תשע/תשעה/תשעת עשר/עשרה/עשרת",
        tens: "עשרים שלושים ארבעים חמישים שישים/ששים שבעים שמונים תשעים",
        between: Between::Apart,
    },
    Numerals {
        codes: &["fa"],
        // *نه* is also *no*.
        small: "دو سه چهار پنج شش هفت هشت - ده یازده دوازده سیزده چهارده پانزده شانزده هفده هجده/هیجده نوزده",
        tens: "بیست سی چهل پنجاه شصت هفتاد هشتاد نود",
        between: Between::Apart,
    },
    Numerals {
        codes: &["hi"],
        small: "दो तीन चार पांच/पाँच छह/छः सात आठ नौ दस ग्यारह बारह तेरह चौदह पंद्रह/पन्द्रह सोलह सत्रह अठारह उन्नीस",
        tens: "बीस तीस चालीस पचास साठ सत्तर अस्सी नब्बे",
        between: Between::Apart,
    },
    Numerals {
        codes: &["bg"],
        small: "два/две/двама/двамата/двете три/трима/тримата/трите четири/четирима/четиримата/четирите пет/петима/петте \
                шест/шестима/шестте седем/седмина/седемте осем/осмина/осемте девет/деветима десет/десетима \
                единадесет/единайсет дванадесет/дванайсет тринадесет/тринайсет четиринадесет/четиринайсет \
                петнадесет/петнайсет шестнадесет/шестнайсет седемнадесет/седемнайсет осемнадесет/осемнайсет \
                деветнадесет/деветнайсет",
        tens: "двадесет/двайсет тридесет/трийсет четиридесет/четирийсет петдесет шестдесет/шейсет седемдесет осемдесет деветдесет",
        between: Between::Apart,
    },
    Numerals {
        codes: &["bs", "hr", "sr"],
        small: "dva/dve/dvije/dvoje/dvojica tri/troje/trojica četiri/četvero/četvoro/četvorica pet/petero/petoro/petorica \
                šest/šestero/šestoro/šestorica sedam/sedmero/sedmoro/sedmorica osam/osmero/osmoro/osmorica \
                devet/devetero/devetoro/devetorica deset/desetero/desetoro/desetorica jedanaest dvanaest trinaest četrnaest \
                petnaest šesnaest sedamnaest osamnaest devetnaest",
        tens: "dvadeset trideset četrdeset pedeset šezdeset sedamdeset osamdeset devedeset",
        between: Between::Apart,
    },
    Numerals {
        codes: &["sk"],
        small: "dva/dve/dvaja/dvoch/dvom/dvoma tri/traja/troch/trom/tromi štyri/štyria/štyroch/štyrom/štyrmi päť/piatich/piatim \
                šesť/šiestich/šiestim sedem/siedmich/siedmim osem/ôsmich/ôsmim deväť/deviatich/deviatim desať/desiatich/desiatim \
                jedenásť/jedenástich dvanásť/dvanástich trinásť/trinástich štrnásť/štrnástich pätnásť/pätnástich \
                šestnásť/šestnástich sedemnásť/sedemnástich osemnásť/osemnástich devätnásť/devätnástich",
        tens: "dvadsať/dvadsiatich tridsať/tridsiatich štyridsať/štyridsiatich päťdesiat/päťdesiatich šesťdesiat/šesťdesiatich \
               sedemdesiat/sedemdesiatich osemdesiat/osemdesiatich deväťdesiat/deväťdesiatich",
        between: Between::TensFirst("jeden"),
    },
    Numerals {
        codes: &["ca"],
        // *Nou* is new as often.
        small: "dos/dues tres quatre cinc sis set vuit/huit - deu onze dotze tretze catorze quinze setze disset/dèsset divuit/devuit \
                dinou/denou",
        tens: "vint trenta quaranta cinquanta seixanta setanta vuitanta/huitanta noranta",
        between: Between::Apart,
    },
    Numerals {
        codes: &["bn"],
        // *নয়* is also *is not*. What is counted often joins `-টি`, things, or `-জন`, people.
        small: "দুই/দুটি/দুইটি/দুজন তিন/তিনটি/তিনজন চার/চারটি/চারজন পাঁচ/পাঁচটি/পাঁচজন ছয়/ছয়টি/ছয়জন সাত/সাতটি/সাতজন আট/আটটি/আটজন \
                নয়টি/নয়জন দশ/দশটি/দশজন এগারো/এগারোটি/এগারোজন বারো/বারোটি/বারোজন তেরো চৌদ্দ পনেরো ষোলো সতেরো আঠারো উনিশ",
        tens: "বিশ/কুড়ি ত্রিশ চল্লিশ পঞ্চাশ ষাট সত্তর আশি নব্বই",
        between: Between::Apart,
    },
    Numerals {
        codes: &["ur"],
        // *نو* is also *new*, and *اسی* the very one.
        small: "دو تین چار پانچ چھ/چھے سات آٹھ - دس گیارہ بارہ تیرہ چودہ پندرہ سولہ سترہ اٹھارہ انیس",
        tens: "بیس تیس چالیس پچاس ساٹھ ستر - نوے",
        between: Between::Apart,
    },
    Numerals {
        codes: &["sw"],
        // *Matatu* is also a minibus. Numbers agree with what is counted.
        small: "mbili/wawili/viwili/mawili/miwili tatu/watatu/vitatu/mitatu nne/wanne/vinne/manne/minne tano/watano/vitano/matano/mitano \
                sita saba nane/wanane/vinane/manane/minane tisa kumi",
        tens: "ishirini thelathini arobaini/arubaini hamsini sitini sabini themanini tisini",
        between: Between::Apart,
    },
    Numerals {
        codes: &["sl"],
        small: "dva/dve/dveh/dvema tri/trije/treh/trem/tremi štiri/štirje/štirih/štirim/štirimi pet/petih/petim/petimi \
                šest/šestih/šestim/šestimi sedem/sedmih/sedmim/sedmimi osem/osmih/osmim/osmimi devet/devetih/devetim/devetimi \
                deset/desetih/desetim/desetimi enajst/enajstih dvanajst/dvanajstih trinajst/trinajstih \
                štirinajst/štirinajstih petnajst/petnajstih šestnajst/šestnajstih sedemnajst/sedemnajstih \
                osemnajst/osemnajstih devetnajst/devetnajstih",
        tens: "dvajset/dvajsetih trideset/tridesetih štirideset/štiridesetih petdeset/petdesetih šestdeset/šestdesetih \
               sedemdeset/sedemdesetih osemdeset/osemdesetih devetdeset/devetdesetih",
        between: Between::OnesFirst("ena", "in"),
    },
    Numerals {
        codes: &["mk"],
        small: "два/две/двајца три/тројца четири/четворица пет/петмина/петмината шест/шестмина/шестмината седум/седуммина \
                осум/осуммина девет/деветмина десет/десетмина единаесет дванаесет тринаесет четиринаесет петнаесет шеснаесет \
                седумнаесет осумнаесет деветнаесет",
        tens: "дваесет триесет четириесет педесет шеесет седумдесет осумдесет деведесет",
        between: Between::Apart,
    },
    Numerals {
        codes: &["lt"],
        small: "du/dvi/dviejų/dviem/dviejose trys/tris/trijų/trims/trijose keturi/keturios/keturių/keturis/keturias/keturiems/keturioms \
                penki/penkios/penkių/penkis/penkias/penkiems/penkioms šeši/šešios/šešių/šešis/šešias/šešiems/šešioms \
                septyni/septynios/septynių/septynis/septynias/septyniems aštuoni/aštuonios/aštuonių/aštuonis/aštuonias/aštuoniems \
                devyni/devynios/devynių/devynis/devynias/devyniems dešimt/dešimties vienuolika/vienuolikos dvylika/dvylikos \
                trylika/trylikos keturiolika/keturiolikos penkiolika/penkiolikos šešiolika/šešiolikos \
                septyniolika/septyniolikos aštuoniolika/aštuoniolikos devyniolika/devyniolikos",
        tens: "dvidešimt/dvidešimties trisdešimt/trisdešimties keturiasdešimt/keturiasdešimties penkiasdešimt/penkiasdešimties \
               šešiasdešimt/šešiasdešimties septyniasdešimt/septyniasdešimties aštuoniasdešimt/aštuoniasdešimties \
               devyniasdešimt/devyniasdešimties",
        between: Between::Apart,
    },
    Numerals {
        codes: &["lv"],
        small: "divi/divas/divu/diviem/divām/divus/divos trīs/triju/trijiem/trijām/trijos četri/četras/četru/četriem/četrām/četrus \
                pieci/piecas/piecu/pieciem/piecām/piecus seši/sešas/sešu/sešiem/sešām/sešus \
                septiņi/septiņas/septiņu/septiņiem/septiņām/septiņus astoņi/astoņas/astoņu/astoņiem/astoņām/astoņus \
                deviņi/deviņas/deviņu/deviņiem/deviņām/deviņus desmit vienpadsmit divpadsmit trīspadsmit četrpadsmit \
                piecpadsmit sešpadsmit septiņpadsmit astoņpadsmit deviņpadsmit",
        tens: "divdesmit trīsdesmit četrdesmit piecdesmit sešdesmit septiņdesmit astoņdesmit deviņdesmit",
        between: Between::Apart,
    },
    Numerals {
        codes: &["et"],
        // *Viis* is also a way, and *kuus* in a month.
        small: "kaks/kahe/kahte kolm/kolme neli/nelja viie/viit kuue/kuut seitse/seitsme/seitset kaheksa/kaheksat üheksa/üheksat \
                kümme/kümne/kümmet üksteist/üheteistkümne kaksteist/kaheteistkümne kolmteist/kolmeteistkümne \
                neliteist/neljateistkümne viisteist/viieteistkümne kuusteist/kuueteistkümne seitseteist/seitsmeteistkümne \
                kaheksateist/kaheksateistkümne üheksateist/üheksateistkümne",
        tens: "kakskümmend/kahekümne kolmkümmend/kolmekümne nelikümmend/neljakümne viiskümmend/viiekümne kuuskümmend/kuuekümne \
               seitsekümmend/seitsmekümne kaheksakümmend/kaheksakümne üheksakümmend/üheksakümne",
        between: Between::Apart,
    },
    Numerals {
        codes: &["sq"],
        small: "dy tre/tri katër pesë gjashtë shtatë tetë nëntë dhjetë njëmbëdhjetë dymbëdhjetë trembëdhjetë katërmbëdhjetë \
                pesëmbëdhjetë gjashtëmbëdhjetë shtatëmbëdhjetë tetëmbëdhjetë nëntëmbëdhjetë",
        tens: "njëzet tridhjetë dyzet/katërdhjetë pesëdhjetë gjashtëdhjetë shtatëdhjetë tetëdhjetë nëntëdhjetë",
        between: Between::Apart,
    },
    Numerals {
        codes: &["gl"],
        small: "dous/dúas tres catro cinco seis sete oito nove dez once doce trece catorce quince dezaseis dezasete dezaoito \
                dezanove",
        tens: "vinte trinta corenta cincuenta sesenta setenta oitenta noventa",
        between: Between::Apart,
    },
    Numerals {
        codes: &["is"],
        small: "tveir/tvær/tvö/tveimur/tveggja þrír/þrjár/þrjú/þrjá/þremur/þriggja fjórir/fjórar/fjögur/fjóra/fjórum/fjögurra fimm sex \
                sjö átta níu tíu ellefu tólf þrettán fjórtán fimmtán sextán sautján átján nítján",
        tens: "tuttugu þrjátíu fjörutíu fimmtíu sextíu sjötíu áttatíu níutíu",
        between: Between::Apart,
    },
    Numerals {
        codes: &["af"],
        small: "twee drie vier vyf ses sewe agt nege tien elf twaalf dertien veertien vyftien sestien sewentien agtien/agttien negentien",
        tens: "twintig dertig veertig vyftig sestig sewentig tagtig negentig/neëntig",
        between: Between::Apart,
    },
    Numerals {
        codes: &["id", "ms"],
        small: "dua tiga empat lima enam tujuh delapan/lapan sembilan sepuluh sebelas",
        tens: "",
        between: Between::Apart,
    },
];

impl Between {
    /// A number between tens as one word; none where it is several, or listed.
    fn written(&self, ten: &str, one: &str) -> Option<String> {
        match *self {
            Self::OnesFirst(_, "en") if one.ends_with('e') => Some(format!("{one}ën{ten}")),
            Self::OnesFirst(_, joint) => Some(format!("{one}{joint}{ten}")),
            Self::TensFirst(_) if matches!(one, "uno" | "otto") => Some(format!("{}{one}", &ten[..ten.len() - 1])),
            Self::TensFirst(_) => Some(format!("{ten}{one}")),
            Self::Apart | Self::Twenties(_) => None,
        }
    }
}

/// The words of a language that are numbers, each with its number; none for languages that are not listed.
pub(super) fn of_language(code: &str) -> Vec<(String, u32)> {
    let Some(numerals) = LANGUAGES.iter().find(|numerals| numerals.codes.contains(&code)) else { return Vec::new() };
    let small: Vec<_> = forms(numerals.small, 2, 1).collect();
    let tens: Vec<_> = forms(numerals.tens, 20, 10).collect();
    let (one, twenties) = match numerals.between {
        Between::Apart => ("-", ""),
        Between::Twenties(twenties) => ("-", twenties),
        Between::OnesFirst(one, _) | Between::TensFirst(one) => (one, ""),
    };
    let plain = small.iter().chain(&tens).filter(|(_, number)| *number > 2).copied().chain(forms(twenties, 21, 1));
    let mut words: Vec<_> = plain.map(|(word, number)| (word.to_owned(), number)).collect();
    let ones = || small.iter().filter(|(_, number)| *number < 10).copied().chain([(one, 1)]);
    for (&(ten, tens), (one, ones)) in tens.iter().flat_map(|ten| ones().map(move |one| (ten, one))) {
        words.extend(numerals.between.written(ten, one).map(|word| (word, tens + ones)));
    }
    words
}

/// Each form with its number, from one number on in steps.
fn forms(words: &'static str, from: u32, step: usize) -> impl Iterator<Item = (&'static str, u32)> {
    let numbered = words.split_whitespace().zip((from..).step_by(step));
    numbered
        .flat_map(|(forms, number)| forms.split('/').map(move |form| (form, number)))
        .filter(|(form, _)| *form != "-")
}

#[cfg(test)]
mod tests {
    use super::*;
    use rustc_hash::FxHashMap;

    #[test]
    fn words_are_the_numbers_they_mean() {
        for (language, words) in [
            ("en", &[("three", 3), ("nineteen", 19), ("ninety", 90)][..]),
            ("fr", &[("huit", 8), ("seize", 16), ("soixante", 60)]),
            ("de", &[("elf", 11), ("fünfundzwanzig", 25), ("einunddreißig", 31), ("neunundneunzig", 99)]),
            ("nl", &[("tweeëntwintig", 22), ("vijfentachtig", 85), ("eenendertig", 31)]),
            ("es", &[("dieciséis", 16), ("veintitrés", 23), ("noventa", 90)]),
            ("pt", &[("quatorze", 14), ("dezoito", 18), ("cinquenta", 50)]),
            ("it", &[("ventuno", 21), ("trentotto", 38), ("quarantacinque", 45)]),
            ("ru", &[("трёх", 3), ("одиннадцати", 11), ("сорока", 40)]),
            ("pl", &[("czterech", 4), ("piętnaście", 15), ("dwadzieścia", 20)]),
            ("sv", &[("tjugofem", 25), ("åttioåtta", 88)]),
            ("da", &[("femogtyve", 25), ("halvtreds", 50)]),
            ("nb", &[("tjuefem", 25), ("syv", 7)]),
            ("tr", &[("sekiz", 8), ("doksan", 90)]),
            ("ar", &[("ثلاثة", 3), ("عشرون", 20)]),
            ("uk", &[("трьох", 3), ("тринадцять", 13), ("сорок", 40)]),
            ("cs", &[("čtyři", 4), ("pětadvacet", 25), ("osmdesáti", 80)]),
            ("el", &[("τρία", 3), ("δεκαπέντε", 15), ("ενενήντα", 90)]),
            ("hu", &[("hárman", 3), ("huszonöt", 25), ("nyolcvanegy", 81)]),
            ("fi", &[("viittä", 5), ("kahdeksantoista", 18), ("kaksikymmentäviisi", 25)]),
            ("ro", &[("șase", 6), ("paisprezece", 14), ("nouăzeci", 90)]),
            ("he", &[("שלושה", 3), ("עשרים", 20)]),
            ("fa", &[("هشت", 8), ("پنجاه", 50)]),
            ("hi", &[("पाँच", 5), ("नौ", 9), ("अस्सी", 80)]),
            ("id", &[("tiga", 3), ("sebelas", 11)]),
            ("bg", &[("трима", 3), ("единайсет", 11), ("шейсет", 60)]),
            ("sr", &[("petoro", 5), ("četrnaest", 14), ("šezdeset", 60)]),
            ("sk", &[("päť", 5), ("pätnástich", 15), ("dvadsaťpäť", 25)]),
            ("ca", &[("vuit", 8), ("disset", 17), ("seixanta", 60)]),
            ("bn", &[("তিনটি", 3), ("পাঁচ", 5), ("পঞ্চাশ", 50)]),
            ("ur", &[("پانچ", 5), ("پچاس", 50)]),
            ("sw", &[("wanne", 4), ("kumi", 10), ("hamsini", 50)]),
            ("sl", &[("trije", 3), ("enaindvajset", 21), ("petintrideset", 35), ("devetdesetih", 90)]),
            ("mk", &[("тројца", 3), ("седум", 7), ("шеесет", 60)]),
            ("lt", &[("trijų", 3), ("vienuolika", 11), ("šešiasdešimt", 60)]),
            ("lv", &[("trīs", 3), ("piecus", 5), ("divpadsmit", 12), ("deviņdesmit", 90)]),
            ("et", &[("kolme", 3), ("viieteistkümne", 15), ("kakskümmend", 20)]),
            ("sq", &[("katër", 4), ("njëmbëdhjetë", 11), ("dyzet", 40)]),
            ("gl", &[("catro", 4), ("dezaoito", 18), ("corenta", 40)]),
            ("is", &[("þremur", 3), ("átján", 18), ("tuttugu", 20)]),
            ("af", &[("vyf", 5), ("agttien", 18), ("tagtig", 80)]),
        ] {
            let known: FxHashMap<String, u32> = of_language(language).into_iter().collect();
            for &(word, number) in words {
                assert_eq!(known.get(word), Some(&number), "{word}");
            }
        }
    }

    #[test]
    fn no_word_is_two_numbers_and_ambiguous_ones_are_none() {
        for code in LANGUAGES.iter().flat_map(|numerals| numerals.codes) {
            let mut known = FxHashMap::default();
            for (word, number) in of_language(code) {
                assert_eq!(known.insert(word.clone(), number).unwrap_or(number), number, "{word}");
                assert!((3..100).contains(&number) && word == word.to_lowercase(), "{word} {number}");
            }
        }
        for (language, word) in [
            ("en", "one"),
            ("de", "zwei"),
            ("fr", "neuf"),
            ("it", "sei"),
            ("sv", "sex"),
            ("pl", "piec"),
            ("es", "un"),
            ("hu", "hét"),
            ("ro", "nouă"),
            ("fa", "نه"),
            ("ca", "nou"),
            ("bn", "নয়"),
            ("ur", "نو"),
            ("sw", "matatu"),
            ("et", "kuus"),
            ("lv", "divi"),
        ] {
            assert!(of_language(language).iter().all(|(known, _)| known != word), "{word}");
        }
        assert!(of_language("zh").is_empty());
    }
}

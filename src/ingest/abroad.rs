//! Names of fields in other languages than English, as tables and databases of newsrooms and libraries have them.
//!
//! Case, marks, `_`, `-` and spaces do not count, so that names of several words stand here as one.

use super::Field;

pub(super) const ABROAD: [(Field, &str); 6] = [
    (
        Field::Title,
        "titre titulo titolo titel titl titulek titlu tytul titulok titular cim naslov naslovot otsikko rubrik overskrift \
         schlagzeile uberschrift ueberschrift baslik başlık judul tajuk tieude tieuđe kop kichwa заголовок название \
         заглавие наслов тақырып τίτλος כותרת العنوان عنوان تیتر शीर्षक शीर्षक শিরোনাম தலைப்பு 标题 標題 题目 題目 见出し 見出し \
         タイトル 題名 제목 หัวข้อ หัวเรื่อง",
    ),
    (
        Field::Text,
        "texte texto testo tekst tekstas teksti tekstur volltext textkorper artikeltext artikeltekst inhalt contenu \
         contenido conteudo contenuto continut corps cuerpo corpo inhoud tresc trescartykulu obsah szoveg sadrzaj sadržaj \
         vsebina besedilo brodtext brødtekst brodtekst metin icerik haber isi isiberita noidung maudhui текст содержание \
         содержимое зміст съдържание κείμενο περιεχόμενο תוכן טקסט النص نص المحتوى متن مضمون पाठ सामग्री विषयवस्तु বিবরণ உரை 正文 \
         内容 內容 內文 内文 全文 本文 記事本文 본문 내용 기사본문 เนื้อหา",
    ),
    (
        Field::PublishedAt,
        "datum data fecha dato tarih tanggal ngay ngaydang ngayxuatban paivamaara paivays datepublication datedepublication \
         dateparution datedeparution parution publiele fechapublicacion fechadepublicacion publicado datapublicacao \
         datadepublicacao datapubblicazione datadipubblicazione pubblicato erscheinungsdatum erschienen erschienenam \
         veroffentlichungsdatum veroffentlicht veroffentlichtam publicatiedatum gepubliceerd publicerad publisert \
         datapublikacji opublikowano datumvydani publikovano yayintarihi yayın_tarihi waktu tarehe дата датапубликации датапублікації \
         ημερομηνία תאריך التاريخ تاريخ تاریخ تاريخالنشر दिनांक तारीख তারিখ தேதி 日期 发布时间 發布時間 发布日期 發布日期 发表时间 \
         日付 掲載日 配信日 公開日 일자 날짜 게재일 วันที่",
    ),
    (
        Field::Source,
        "journal medio fuente veiculo fonte testata giornale quelle zeitung medium bron krant zrodlo gazeta zdroj forras \
         sursa publicatie izvor vir kaynak gazete sumber nguon kilde kalla källa tidning lahde lehti chanzo diario jornal \
         periodico издание источник газета сми джерело видання източник извор πηγή εφημερίδα מקור עיתון المصدر الصحيفة منبع \
         روزنامه स्रोत अखबार সূত্র ஆதாரம் 来源 來源 媒体 媒體 报纸 報紙 媒体名 新聞社 出典 언론사 매체 신문사 출처 ที่มา",
    ),
    (
        Field::Author,
        "auteur auteurs autor autora autores autoren autore autori verfasser yazar penulis tacgia forfatter \
         forfattare szerzo автор авторы автори συγγραφέας כותב המחבר الكاتب کاتب نویسنده लेखक লেখক 作者 记者 記者 著者 筆者 기자 \
         작성자 저자 ผู้เขียน",
    ),
    (
        Field::Language,
        "langue idioma lingua sprache taal jezyk jazyk nyelv sprak språk sprog kieli dil bahasa ngonngu язык мова език γλώσσα \
         שפה اللغة زبان भाषा 语言 語言 言語 언어 ภาษา",
    ),
];

//! Which languages the news agency of a country writes in, where the gazetteer does not say.

/// ISO 3166 codes by language (ISO 639-1); countries of several languages stand in several rows.
const SPOKEN: &[(&str, &[&str])] = &[
    (
        "ar",
        &[
            "AE", "BH", "DZ", "EG", "IQ", "JO", "KW", "LB", "LY", "MA", "MR", "OM", "PS", "QA", "SA", "SD", "SY", "TN",
            "YE",
        ],
    ),
    ("az", &["AZ"]),
    ("be", &["BY"]),
    ("bg", &["BG"]),
    ("bn", &["BD"]),
    ("cs", &["CZ"]),
    ("da", &["DK"]),
    ("de", &["AT", "CH", "DE"]),
    ("el", &["CY", "GR"]),
    ("en", &["AU", "CA", "GB", "GH", "IN", "KE", "NG", "NZ", "PH", "PK", "US", "ZA", "ZM", "ZW"]),
    ("es", &["AR", "BO", "CL", "CO", "CU", "ES", "MX", "PE", "PY", "VE"]),
    ("et", &["EE"]),
    ("fa", &["AF", "IR"]),
    ("fi", &["FI"]),
    ("fr", &["BE", "BF", "BJ", "CA", "CD", "CG", "CH", "CI", "DZ", "FR", "GN", "MA", "ML", "NE", "SN", "TG", "TN"]),
    ("hi", &["IN"]),
    ("hr", &["HR"]),
    ("hu", &["HU"]),
    ("id", &["ID"]),
    ("it", &["CH", "IT", "VA"]),
    ("ja", &["JP"]),
    ("kk", &["KZ"]),
    ("ko", &["KP", "KR"]),
    ("lt", &["LT"]),
    ("lv", &["LV"]),
    ("mk", &["MK"]),
    ("nl", &["BE", "NL"]),
    ("no", &["NO"]),
    ("pl", &["PL"]),
    ("pt", &["AO", "BR", "CV", "MZ", "PT"]),
    ("ro", &["MD", "RO"]),
    ("ru", &["BY", "KG", "KZ", "RU"]),
    ("sk", &["SK"]),
    ("sl", &["SI"]),
    ("sq", &["AL"]),
    ("sr", &["BA", "RS"]),
    ("sv", &["FI", "SE"]),
    ("tr", &["TR"]),
    ("uk", &["UA"]),
    ("ur", &["PK"]),
    ("vi", &["VN"]),
    ("zh", &["CN", "HK", "TW"]),
];

/// Whether the agency of `country` writes in `language`; not for countries that are not listed.
pub(super) fn speaks(country: &str, language: &str) -> bool {
    SPOKEN.iter().any(|(code, countries)| *code == language && countries.contains(&country))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn countries_have_languages() {
        assert!(speaks("BE", "fr") && speaks("BE", "nl") && !speaks("BE", "de"));
        assert!(!speaks("", "fr") && !speaks("RU", "fr"));
    }
}

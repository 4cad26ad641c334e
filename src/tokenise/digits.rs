//! The value of a number written in digits, whatever marks part them.

/// Digits that are kept of a number; the rest is passed over.
const MOST: usize = 24;

/// The digits of one number and where marks stand in it.
///
/// A mark before the last one or two digits makes them decimals (`7.50`, `7,5`), in every language; before three digits it may
/// part thousands or begin decimals, and is passed over (`16.000` and `16,000` are one number). So are marks that part nothing
/// of the kind, as in dates (`24.12.18`).
#[derive(Default)]
pub(super) struct Digits {
    /// Room for the decimal point.
    digits: [u8; MOST + 1],
    count: usize,
    /// Digits before the last mark.
    marked_at: usize,
    marks: usize,
    /// Whether a group between two marks has not three digits.
    is_uneven: bool,
}

impl Digits {
    pub fn push(&mut self, digit: u8) {
        if self.count < MOST {
            self.digits[self.count] = digit;
            self.count += 1;
        }
    }

    /// A mark, with digits on both sides of it.
    pub fn mark(&mut self) {
        self.is_uneven |= self.marks > 0 && self.count - self.marked_at != 3;
        self.marked_at = self.count;
        self.marks += 1;
    }

    /// Whether the digits so far may be followed by three more of the same number behind a blank.
    pub fn may_be_grouped(&self) -> bool {
        let group = self.count - self.marked_at;
        self.digits[0] != b'0' && if self.marks == 0 { (1..=3).contains(&group) } else { group == 3 && !self.is_uneven }
    }

    /// Its digits, with a point before decimals. Zeros at their end count for nothing, but one stays: `5.0` is no `5`, which is
    /// a day of the month as often.
    pub fn value(&mut self) -> &[u8] {
        let decimals = self.count - self.marked_at;
        let are_decimals = self.marks > 0 && decimals < 3 && !self.is_uneven && self.count < MOST;
        if !are_decimals {
            return &self.digits[..self.count];
        }
        let zero = usize::from(decimals == 2 && self.digits[self.count - 1] == b'0');
        self.digits.copy_within(self.marked_at..self.count, self.marked_at + 1);
        self.digits[self.marked_at] = b'.';
        &self.digits[..self.count + 1 - zero]
    }
}

/// Units that stand at a number with a space or without one: `40km` is the number of `40 km`.
#[rustfmt::skip]
const UNITS: &[&str] = &[
    "cm", "ft", "g", "gb", "ghz", "gw", "ha", "hz", "kg", "km", "kmh", "kn", "kph", "kw", "kwh", "l", "lb", "lbs", "m", "mb", "mhz",
    "mi", "ml", "mm", "mph", "mw", "mwh", "nm", "t", "tb", "γρ", "χλμ", "г", "га", "кг", "км", "л", "м", "мм", "см", "т", "كغ", "كم",
];

/// Whether letters at a number are a unit of it.
pub(super) fn is_unit(letters: &str) -> bool {
    UNITS.binary_search(&letters).is_ok()
}

/// Signs of currencies in letters, as they stand before a sum: `RM45`, `Rp15.000`.
const CURRENCIES: &[&str] =
    &["aed", "chf", "eur", "gbp", "inr", "ksh", "nt", "pkr", "rm", "rp", "rs", "tk", "tsh", "us", "usd"];

/// The digits of a word that are a number by themselves, behind a currency.
pub(super) fn behind_letters(word: &str) -> Option<&str> {
    let at = word.find(|c: char| c.is_ascii_digit())?;
    let (letters, digits) = word.split_at(at);
    let is_number = digits.bytes().all(|byte| byte.is_ascii_digit());
    (is_number && CURRENCIES.binary_search(&letters).is_ok()).then_some(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_behind_letters() {
        assert!(CURRENCIES.is_sorted());
        for (word, digits) in [("rm45", "45"), ("rp15", "15"), ("usd300", "300")] {
            assert_eq!(behind_letters(word), Some(digits), "{word}");
        }
        for word in ["a320", "covid19", "rm", "45", "h1n1", "በ55"] {
            assert_eq!(behind_letters(word), None, "{word}");
        }
    }

    #[test]
    fn units_are_in_order_and_no_other_letters_are_one() {
        assert!(UNITS.is_sorted());
        assert!(is_unit("km") && is_unit("км") && !is_unit("th") && !is_unit("h30"));
    }

    fn value(number: &str) -> String {
        let mut digits = Digits::default();
        number.bytes().for_each(|byte| if byte.is_ascii_digit() { digits.push(byte) } else { digits.mark() });
        String::from_utf8(digits.value().to_vec()).expect("digits")
    }

    #[test]
    fn marks_before_one_or_two_digits_make_decimals_of_them() {
        for (number, expected) in [
            ("7.50", "7.5"),
            ("7,5", "7.5"),
            ("7.00", "7.0"),
            ("1.50", "1.5"),
            ("15.0", "15.0"),
            ("0.05", "0.05"),
            ("16.000", "16000"),
            ("16,000", "16000"),
            ("6,000,000", "6000000"),
            ("1,234.50", "1234.5"),
            ("1.234,05", "1234.05"),
            ("1'234.50", "1234.5"),
            ("24.12.18", "241218"),
            ("1.4.2019", "142019"),
            ("3.14159", "314159"),
            ("12", "12"),
        ] {
            assert_eq!(value(number), expected, "{number}");
        }
        let long = format!("{}.5", "9".repeat(40));
        assert_eq!(value(&long), "9".repeat(MOST), "what is too long keeps its first digits");
    }
}

//! Currencies written before an amount: symbols, not words.
//!
//! Finds: `RM|5m`, `QR|412,900`, `Rs.|500`, `KD 7,500`, `US $3`, `US dollars`, `R|1.2 million`. Does not find: `SR 99`, `R2`, `COP 26`, `N95`, `US 3`.
//! Method: two lists; a code that is also something else needs an amount with separators or a scale behind it. Cost: O(1) a short
//! word in capitals before a digit.

use super::bytes::{DIGIT, class_at, digits_end};

/// Codes and abbreviations that are nothing else before a number.
const SURE: [&str; 102] = [
    "USD", "EUR", "GBP", "JPY", "CHF", "CAD", "AUD", "NZD", "SEK", "NOK", "DKK", "ISK", "CNY", "RMB", "CNH", "HKD", "TWD", "NTD",
    "KRW", "INR", "PKR", "LKR", "NPR", "BDT", "MVR", "BTN", "MNT", "MMK", "KHR", "VND", "THB", "MYR", "SGD", "IDR", "PHP", "BND",
    "PGK", "FJD", "XPF", "KZT", "UZS", "AZN", "AMD", "RUB", "RUR", "UAH", "BYN", "PLN", "CZK", "HUF", "RON", "BGN", "HRK", "RSD",
    "ILS", "NIS", "JOD", "LBP", "SYP", "IQD", "IRR", "KWD", "BHD", "QAR", "OMR", "AED", "SAR", "YER", "EGP", "LYD", "TND", "DZD",
    "MAD", "NGN", "GHS", "GHC", "KES", "UGX", "TZS", "RWF", "ETB", "ZAR", "ZMW", "ZWL", "NAD", "BWP", "MWK", "MZN", "AOA", "XAF",
    "XOF", "CFA", "MXN", "BRL", "ARS", "CLP", "PYG", "UYU", "DOP", "CRC", "GTQ", "HNL",
];
const SURE_MIXED: [&str; 19] =
    ["RM", "Rs", "Re", "Dh", "Dhs", "DH", "Tk", "KSh", "Ksh", "KSH", "USh", "Ush", "TSh", "Tsh", "Sh", "Shs", "Php", "Rp", "FCFA"];
/// Those that are also roads, meetings, words or types.
const UNSURE: [&str; 25] = [
    "SR", "QR", "KD", "BD", "JD", "LE", "OR", "RO", "GH", "MT", "Kz", "Bs", "Br", "Le", "COP", "CUP", "PEN", "ALL", "TRY", "GEL",
    "R", "N", "P", "K", "Q",
];
/// Whose dollar it is, where a space stands between: `HK $5`.
const DOLLARS: [&str; 18] = ["US", "HK", "NT", "NZ", "AU", "CA", "SG", "A", "C", "S", "N", "R", "J", "Z", "TT", "EC", "BZ", "COP"];

/// Whether `code` is the currency of the amount that `after`, the text directly behind it, begins with.
pub(super) fn is_before_amount(code: &str, after: &str) -> bool {
    let bytes = after.as_bytes();
    let spaces = if bytes.first() == Some(&b' ') {
        1
    } else if after.starts_with('\u{a0}') {
        2
    } else {
        0
    };
    match class_at(bytes, spaces) {
        DIGIT => {
            is_sure(code)
                || (UNSURE.contains(&code) && is_amount(&bytes[spaces..], spaces == 0 && matches!(code, "QR" | "KD" | "JD")))
        }
        _ if matches!(code, "US" | "HK" | "NZ") && spaces > 0 => is_before_name(&after[spaces..]) || is_dollar_sign(bytes, spaces),
        _ if code == "GH" => after.starts_with(['₵', '¢']),
        _ => spaces > 0 && is_dollar_sign(bytes, spaces) && DOLLARS.contains(&code),
    }
}

fn is_dollar_sign(bytes: &[u8], at: usize) -> bool {
    bytes.get(at) == Some(&b'$') && class_at(bytes, at + 1) == DIGIT
}

/// Whether `after` begins with the name of a currency that several countries have: `US dollars`.
pub(super) fn is_before_name(after: &str) -> bool {
    let letters = after.bytes().take(8).take_while(u8::is_ascii_alphabetic).count();
    matches!(&after[..letters], "dollar" | "dollars" | "Dollar" | "Dollars" | "cents")
}

/// Whether `code` takes a full stop before an amount: `Rs.`
pub(super) fn takes_stop(code: &str) -> bool {
    matches!(code, "Rs" | "Re" | "Tk" | "Dh" | "Dhs" | "Sh" | "Shs" | "KSh" | "Ksh" | "Bs" | "Php" | "Fr" | "SFr" | "Rp")
}

fn is_sure(code: &str) -> bool {
    SURE.contains(&code) || SURE_MIXED.contains(&code)
}

/// Whether the number has separators of thousands or a scale behind it; if `is_clear`, two digits or more are enough.
fn is_amount(bytes: &[u8], is_clear: bool) -> bool {
    let mut at = digits_end(bytes, 0);
    if is_clear && at >= 2 {
        return true;
    }
    let is_group = |at: usize| matches!(bytes.get(at), Some(b',' | b' ')) && digits_end(bytes, at + 1) == at + 4;
    if at <= 3 && is_group(at) {
        return true;
    }
    if matches!(bytes.get(at), Some(b'.' | b',')) {
        at = digits_end(bytes, at + 1);
    }
    if matches!(bytes.get(at), Some(b' ' | b'-')) {
        at += 1;
    }
    let rest = &bytes[at.min(bytes.len())..];
    let letters = rest.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let is_scale = matches!(
        &rest[..letters],
        b"million"
            | b"billion"
            | b"trillion"
            | b"crore"
            | b"lakh"
            | b"bn"
            | b"mn"
            | b"mil"
            | b"bil"
            | b"m"
            | b"b"
            | b"Million"
            | b"Billion"
    );
    // `R2m` is no road, `P 5 m` may be a distance.
    is_scale && (letters > 1 || bytes.get(at.wrapping_sub(1)).is_some_and(u8::is_ascii_digit))
}

#[cfg(test)]
mod tests {
    use crate::token::tokenize;

    /// The tokens, symbols in angle brackets.
    fn shown(text: &str) -> String {
        let (tokens, _) = tokenize(text, &[]);
        let shown: Vec<String> = (0..tokens.len())
            .map(|i| match tokens.kinds[i] {
                super::super::TokenKind::Symbol => format!("<{}>", tokens.text(text, i)),
                _ => tokens.text(text, i).to_owned(),
            })
            .collect();
        shown.join("|")
    }

    #[test]
    fn currencies_before_amounts_are_symbols_and_other_codes_are_words() {
        for (text, expected) in [
            ("RM5m and Rs.500, Rs. 500", "<RM>|5|m|and|<Rs.>|500|,|<Rs.>|500"),
            ("QR412,900 or KD 7,500", "<QR>|412,900|or|<KD>|7,500"),
            ("US $3 (HK $65)", "<US>|<$>|3|(|<HK>|<$>|65|)"),
            ("R1.2 million, R350 000, N5 billion", "<R>|1.2|million|,|<R>|350|000|,|<N>|5|billion"),
            ("5 US dollars, 5 U.S. dollars, GH₵5", "5|<US>|dollars|,|5|<U.S.>|dollars|,|<GH>|<₵>|5"),
            ("Tk 5 crore, USD240,000", "<Tk>|5|crore|,|<USD>|240,000"),
            // No currencies.
            ("SR 99, R2 and N95 at COP 26", "SR|99|,|R2|and|N95|at|COP|26"),
            ("the US 3 times, TRY 2", "the|US|3|times|,|TRY|2"),
            ("Rs are letters. A 5", "Rs|are|letters|.|A|5"),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
    }
}

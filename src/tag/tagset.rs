//! Penn tags and universal parts of speech.

/// Defines an enumeration with names and a list of all.
macro_rules! names {
    ($(#[$doc:meta])* $kind:ident, $count:literal: $($variant:ident $name:literal),+ $(,)?) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[repr(u8)]
        #[allow(missing_docs)]
        pub enum $kind { $($variant),+ }

        impl $kind {
            /// All of them, in the order of their numbers.
            pub const ALL: [Self; $count] = [$(Self::$variant),+];

            /// Its name in the treebanks.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }

            /// The one called `name`.
            pub fn from_name(name: &str) -> Option<Self> {
                match name { $($name => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}

names! {
    /// A Penn tag, as in the English treebanks of Universal Dependencies. `AFX` (a split-off affix) is left out: our tokens keep
    /// their affixes.
    Tag, 48:
    Nn "NN", Nns "NNS", Nnp "NNP", Nnps "NNPS", Vb "VB", Vbd "VBD", Vbg "VBG", Vbn "VBN", Vbp "VBP", Vbz "VBZ", Md "MD",
    Jj "JJ", Jjr "JJR", Jjs "JJS", Rb "RB", Rbr "RBR", Rbs "RBS", Rp "RP", In "IN", To "TO", Dt "DT", Pdt "PDT", Wdt "WDT",
    Prp "PRP", PrpPossessive "PRP$", Wp "WP", WpPossessive "WP$", Wrb "WRB", Ex "EX", Pos "POS", Cc "CC", Cd "CD", Uh "UH",
    Fw "FW", Ls "LS", Sym "SYM", Add "ADD", Gw "GW", Nfp "NFP", Hyph "HYPH", Comma ",", Stop ".", Colon ":",
    OpenQuote "``", CloseQuote "''", OpenBracket "-LRB-", CloseBracket "-RRB-", Currency "$",
}

names! {
    /// A universal part of speech.
    Pos, 17:
    Adj "ADJ", Adp "ADP", Adv "ADV", Aux "AUX", Cconj "CCONJ", Det "DET", Intj "INTJ", Noun "NOUN", Num "NUM", Part "PART",
    Pron "PRON", Propn "PROPN", Punct "PUNCT", Sconj "SCONJ", Sym "SYM", Verb "VERB", X "X",
}

impl Tag {
    /// The tag of a label number.
    pub fn from_number(number: u8) -> Option<Self> {
        Self::ALL.get(usize::from(number)).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_names_lead_back() {
        for (number, tag) in Tag::ALL.into_iter().enumerate() {
            assert_eq!((Tag::from_number(number as u8), Tag::from_name(tag.name()), tag as usize), (Some(tag), Some(tag), number));
        }
        for (number, pos) in Pos::ALL.into_iter().enumerate() {
            assert_eq!((Pos::from_name(pos.name()), pos as usize), (Some(pos), number));
        }
        assert_eq!(Tag::from_number(48), None);
    }
}

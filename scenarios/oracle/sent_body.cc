#include "scenarios/oracle/sent_body.h"

#include <cstdint>

namespace ikp::scenarios::oracle {
namespace {

void AppendUtf8(std::uint32_t point, std::string& out) {
  if (point < 0x80) {
    out.push_back(static_cast<char>(point));
  } else if (point < 0x800) {
    out.push_back(static_cast<char>(0xC0 | (point >> 6)));
    out.push_back(static_cast<char>(0x80 | (point & 0x3F)));
  } else {
    out.push_back(static_cast<char>(0xE0 | (point >> 12)));
    out.push_back(static_cast<char>(0x80 | ((point >> 6) & 0x3F)));
    out.push_back(static_cast<char>(0x80 | (point & 0x3F)));
  }
}

struct RawField {
  enum class Kind { kText, kWord, kNested };
  std::string_view key;
  std::string_view raw;  // of a text: between the quotes
  Kind kind = Kind::kText;

  bool null() const { return kind == Kind::kWord && raw == "null"; }
};

std::uint32_t Hex(std::string_view digits) {
  std::uint32_t value = 0;
  for (const char c : digits) {
    const auto digit = c >= 'a' ? c - 'a' + 10 : c >= 'A' ? c - 'A' + 10 : c - '0';
    value = value * 16 + static_cast<std::uint32_t>(digit & 0xF);
  }
  return value;
}

std::string Unescape(std::string_view raw) {
  std::string out;
  for (std::size_t i = 0; i < raw.size(); ++i) {
    if (raw[i] != '\\' || i + 1 >= raw.size()) {
      out.push_back(raw[i]);
      continue;
    }
    switch (const char c = raw[++i]) {
      case 'n':
        out.push_back('\n');
        break;
      case 't':
        out.push_back('\t');
        break;
      case 'u':
        if (i + 4 < raw.size()) AppendUtf8(Hex(raw.substr(i + 1, 4)), out);
        i += 4;
        break;
      default:
        out.push_back(c);
    }
  }
  return out;
}

class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  bool Take(char wanted) {
    SkipSpace();
    if (at_ >= text_.size() || text_[at_] != wanted) return false;
    ++at_;
    return true;
  }

  // Between the quotes, as it stands.
  std::optional<std::string_view> RawText() {
    if (!Take('"')) return std::nullopt;
    const std::size_t start = at_;
    while (at_ < text_.size() && text_[at_] != '"') at_ += text_[at_] == '\\' ? 2 : 1;
    if (at_ >= text_.size()) return std::nullopt;
    return text_.substr(start, at_++ - start);
  }

  std::optional<RawField> Value(std::string_view key) {
    SkipSpace();
    if (at_ >= text_.size()) return std::nullopt;
    const char first = text_[at_];
    if (first == '"') {
      const auto raw = RawText();
      if (!raw) return std::nullopt;
      return RawField{key, *raw, RawField::Kind::kText};
    }
    const std::size_t start = at_;
    const bool nested = first == '{' || first == '[';
    if (nested ? !SkipNested() : !SkipWord()) return std::nullopt;
    return RawField{key, text_.substr(start, at_ - start), nested ? RawField::Kind::kNested : RawField::Kind::kWord};
  }

 private:
  void SkipSpace() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\n' || text_[at_] == '\t')) ++at_;
  }

  bool SkipWord() {
    const std::size_t start = at_;
    while (at_ < text_.size() && text_[at_] != ',' && text_[at_] != '}' && text_[at_] != ']') ++at_;
    return at_ > start;
  }

  bool SkipNested() {
    int depth = 0;
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '"') {
        if (!RawText()) return false;
        continue;
      }
      ++at_;
      if (c == '{' || c == '[') ++depth;
      if ((c == '}' || c == ']') && --depth == 0) return true;
    }
    return false;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

// Calls `each` with every member until it says false.
template <typename Each>
void ForEachField(std::string_view object, Each each) {
  Scanner scanner(object);
  if (!scanner.Take('{')) return;
  while (true) {
    const auto key = scanner.RawText();
    if (!key || !scanner.Take(':')) return;
    const auto field = scanner.Value(*key);
    if (!field || !each(*field) || !scanner.Take(',')) return;
  }
}

std::string TextOf(const RawField& field) {
  const bool plain = field.kind != RawField::Kind::kText || field.raw.find('\\') == std::string_view::npos;
  return plain ? std::string(field.raw) : Unescape(field.raw);
}

std::optional<RawField> Find(std::string_view object, std::string_view key) {
  std::optional<RawField> found;
  ForEachField(object, [&](const RawField& field) {
    if (field.key != key) return true;
    if (!field.null()) found = field;
    return false;
  });
  return found;
}

}  // namespace

std::vector<SentField> FieldsOf(std::string_view object) {
  std::vector<SentField> fields;
  ForEachField(object, [&](const RawField& field) {
    fields.push_back({field.key, TextOf(field), field.null(), field.kind == RawField::Kind::kNested});
    return true;
  });
  return fields;
}

std::optional<std::string> TextIn(std::string_view object, std::string_view key) {
  const auto found = Find(object, key);
  if (!found) return std::nullopt;
  return TextOf(*found);
}

std::string_view RawTextIn(std::string_view object, std::string_view key) {
  const auto found = Find(object, key);
  return found ? found->raw : std::string_view();
}

}  // namespace ikp::scenarios::oracle

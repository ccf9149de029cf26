#include "scenarios/report/markup_check.h"

#include <cctype>
#include <set>
#include <vector>

namespace ikp::scenarios::report {
namespace {

class Checker {
 public:
  Checker(std::string_view text, MarkupKind kind) : text_(text), html_(kind == MarkupKind::kHtml) {}

  std::string Problem() {
    if (!html_ && !Take("<?xml version=\"1.0\" encoding=\"UTF-8\"?>")) return "no XML declaration";
    if (html_ && !Take("<!DOCTYPE html>")) return "no doctype";
    while (at_ < text_.size() && problem_.empty()) {
      if (text_[at_] == '<') {
        Tag();
      } else {
        Text("<");
      }
    }
    if (problem_.empty() && !open_.empty()) Fail("never closed: " + open_.back());
    if (problem_.empty() && roots_ != 1) Fail("not exactly one root element");
    return problem_;
  }

 private:
  void Fail(const std::string& what) {
    if (!problem_.empty()) return;
    problem_ = what + " at byte " + std::to_string(at_) + ": " + std::string(text_.substr(at_, 60));
  }
  bool Take(std::string_view expected) {
    if (text_.substr(at_, expected.size()) != expected) return false;
    at_ += expected.size();
    return true;
  }
  std::string Name() {
    const std::size_t begin = at_;
    while (at_ < text_.size() && (std::isalnum(static_cast<unsigned char>(text_[at_])) != 0 || text_[at_] == '-'))
      ++at_;
    if (at_ == begin) Fail("a name is missing");
    return std::string(text_.substr(begin, at_ - begin));
  }
  void Blanks() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\n')) ++at_;
  }

  // Up to one of `ends`; the character itself stays.
  void Text(std::string_view ends) {
    while (at_ < text_.size() && ends.find(text_[at_]) == std::string_view::npos && problem_.empty()) {
      const auto byte = static_cast<unsigned char>(text_[at_]);
      if (byte < 0x20 && byte != '\n' && byte != '\t' && byte != '\r') Fail("a forbidden character");
      if (text_[at_] == '<') Fail("a bare <");
      if (open_.empty() && byte != '\n') Fail("text outside of the root");
      if (text_[at_] == '&') {
        Reference();
      } else {
        ++at_;
      }
    }
  }
  void Reference() {
    for (const char* known : {"&amp;", "&lt;", "&gt;", "&quot;", "&#39;"}) {
      if (Take(known)) return;
    }
    Fail("an unknown reference");
  }

  void Tag() {
    if (Take("</")) {
      const std::string name = Name();
      if (!Take(">")) Fail("the end tag is not closed");
      if (open_.empty() || open_.back() != name) return Fail("</" + name + "> closes nothing");
      open_.pop_back();
      return;
    }
    ++at_;
    const std::string name = Name();
    Attributes();
    if (open_.empty()) ++roots_;
    if (Take("/>")) return html_ ? Fail("/> in HTML") : void();
    if (!Take(">")) return Fail("the tag is not closed");
    if (html_ && name == "meta") return;
    open_.push_back(name);
    if (html_ && (name == "style" || name == "script")) SkipRaw("</" + name + ">");
  }
  void SkipRaw(const std::string& end) {
    const std::size_t found = text_.find(end, at_);
    if (found == std::string_view::npos) return Fail("raw text without " + end);
    at_ = found;
  }
  void Attributes() {
    std::set<std::string> seen;
    for (Blanks(); at_ < text_.size() && text_[at_] != '>' && text_[at_] != '/' && problem_.empty(); Blanks()) {
      const std::string name = Name();
      if (!seen.insert(name).second) Fail("attribute " + name + " twice");
      if (html_ && text_.substr(at_, 1) != "=") continue;
      if (!Take("=\"")) return Fail("the value is not quoted");
      open_.push_back(name);  // text is allowed here
      Text("\"");
      open_.pop_back();
      if (!Take("\"")) Fail("the value does not end");
    }
  }

  std::string_view text_;
  bool html_;
  std::size_t at_ = 0;
  int roots_ = 0;
  std::vector<std::string> open_;
  std::string problem_;
};

}  // namespace

std::string MarkupProblem(std::string_view text, MarkupKind kind) { return Checker(text, kind).Problem(); }

}  // namespace ikp::scenarios::report

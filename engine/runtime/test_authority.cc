#include "engine/runtime/test_authority.h"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <stdexcept>

namespace ikp::runtime {
namespace {

template <typename T, void (*kFree)(T*)>
struct Freer {
  void operator()(T* object) const { kFree(object); }
};
using Key = std::unique_ptr<EVP_PKEY, Freer<EVP_PKEY, EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Freer<X509, X509_free>>;
using Extension = std::unique_ptr<X509_EXTENSION, Freer<X509_EXTENSION, X509_EXTENSION_free>>;
using Bio = std::unique_ptr<BIO, Freer<BIO, BIO_free_all>>;

void Check(bool good, const char* what) {
  if (!good) throw std::runtime_error(std::string("test authority: ") + what);
}

Key MakeKey() {
  Key key(EVP_EC_gen("P-256"));
  Check(key != nullptr, "no key");
  return key;
}

void Extend(X509* certificate, X509* issuer, int what, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  const Extension extension(X509V3_EXT_conf_nid(nullptr, &context, what, value.c_str()));
  Check(extension != nullptr && X509_add_ext(certificate, extension.get(), -1) == 1, "no extension");
}

// Without `issuer` the certificate issues itself.
Certificate MakeCertificate(const std::string& name, EVP_PKEY* key, X509* issuer) {
  constexpr long kDay = 24 * 60 * 60;
  static long serial = 0;
  Certificate made(X509_new());
  Check(made != nullptr, "no certificate");
  X509_set_version(made.get(), 2);
  ASN1_INTEGER_set(X509_get_serialNumber(made.get()), ++serial);
  X509_gmtime_adj(X509_getm_notBefore(made.get()), -kDay);
  X509_gmtime_adj(X509_getm_notAfter(made.get()), kDay);
  X509_set_pubkey(made.get(), key);
  X509_NAME_add_entry_by_txt(X509_get_subject_name(made.get()), "CN", MBSTRING_UTF8,
                             reinterpret_cast<const unsigned char*>(name.data()), static_cast<int>(name.size()), -1, 0);
  X509_set_issuer_name(made.get(), X509_get_subject_name(issuer != nullptr ? issuer : made.get()));
  return made;
}

template <typename Write>
std::string ToPem(Write write) {
  const Bio bio(BIO_new(BIO_s_mem()));
  Check(bio != nullptr && write(bio.get()) == 1, "no PEM");
  char* text = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &text);
  return std::string(text, static_cast<std::size_t>(size));
}

std::string ToPem(X509* certificate) {
  return ToPem([&](BIO* bio) { return PEM_write_bio_X509(bio, certificate); });
}

}  // namespace

struct TestAuthority::Keys {
  Key key;
  Certificate certificate;
};

TestAuthority::TestAuthority(const std::string& name) : keys_(std::make_unique<Keys>()) {
  keys_->key = MakeKey();
  keys_->certificate = MakeCertificate(name, keys_->key.get(), nullptr);
  X509* const own = keys_->certificate.get();
  Extend(own, own, NID_basic_constraints, "critical,CA:TRUE");
  Extend(own, own, NID_key_usage, "critical,keyCertSign");
  Check(X509_sign(own, keys_->key.get(), EVP_sha256()) > 0, "cannot sign itself");
}

TestAuthority::~TestAuthority() = default;

std::string TestAuthority::certificate_pem() const { return ToPem(keys_->certificate.get()); }

TestAuthority::Identity TestAuthority::Issue(const std::string& subject_alternative_name) {
  const Key key = MakeKey();
  const Certificate made = MakeCertificate("Test server", key.get(), keys_->certificate.get());
  Extend(made.get(), keys_->certificate.get(), NID_subject_alt_name, subject_alternative_name);
  Check(X509_sign(made.get(), keys_->key.get(), EVP_sha256()) > 0, "cannot sign");
  const auto write_key = [&](BIO* bio) {
    return PEM_write_bio_PrivateKey(bio, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
  };
  return {ToPem(made.get()), ToPem(write_key)};
}

}  // namespace ikp::runtime

// Sessions over memory BIOs, as asio::ssl has them too.
#include "workloads/http/tls.hpp"

#include <stdexcept>

#include <fmt/format.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

namespace interleave::http {
namespace {

[[noreturn]] void refuse(std::string_view what) {
  const unsigned long code = ERR_get_error();
  ERR_clear_error();
  const char* const reason = code != 0 ? ERR_reason_error_string(code) : nullptr;
  throw std::runtime_error(fmt::format("{}: {}", what, reason != nullptr ? reason : "unknown error of OpenSSL"));
}

template <auto free>
struct freed_by {
  void operator()(auto* object) const { free(object); }
};
using bio = std::unique_ptr<BIO, freed_by<BIO_free>>;
using private_key = std::unique_ptr<EVP_PKEY, freed_by<EVP_PKEY_free>>;
using x509 = std::unique_ptr<X509, freed_by<X509_free>>;

std::string text_in(BIO* from) {
  char* text = nullptr;
  const long length = BIO_get_mem_data(from, &text);
  return {text, static_cast<std::size_t>(length)};
}

void add_extension(X509* to, int which, const char* value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, to, to, nullptr, nullptr, 0);
  X509_EXTENSION* const extension = X509V3_EXT_conf_nid(nullptr, &context, which, value);
  if (extension == nullptr || X509_add_ext(to, extension, -1) != 1) refuse("cannot make a certificate");
  X509_EXTENSION_free(extension);
}

}  // namespace

certificate make_certificate() {
  const private_key key(EVP_EC_gen("P-256"));
  const x509 made(X509_new());
  if (!key || !made) refuse("cannot make a key");
  X509_set_version(made.get(), X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(made.get()), 1);
  constexpr long day = 24 * 60 * 60;
  X509_gmtime_adj(X509_getm_notBefore(made.get()), -day);  // clocks may be off
  X509_gmtime_adj(X509_getm_notAfter(made.get()), 7 * day);
  X509_set_pubkey(made.get(), key.get());
  X509_NAME* const name = X509_get_subject_name(made.get());
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("127.0.0.1"), -1, -1, 0);
  X509_set_issuer_name(made.get(), name);
  add_extension(made.get(), NID_subject_alt_name, "IP:127.0.0.1");
  add_extension(made.get(), NID_basic_constraints, "critical,CA:TRUE");
  if (X509_sign(made.get(), key.get(), EVP_sha256()) == 0) refuse("cannot sign a certificate");

  const bio key_text(BIO_new(BIO_s_mem()));
  const bio chain_text(BIO_new(BIO_s_mem()));
  if (PEM_write_bio_PrivateKey(key_text.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) != 1 ||
      PEM_write_bio_X509(chain_text.get(), made.get()) != 1)
    refuse("cannot write a certificate");
  return {text_in(key_text.get()), text_in(chain_text.get())};
}

tls_context::tls_context(const certificate& trusted) : context_(SSL_CTX_new(TLS_client_method())) {
  if (!context_) refuse("cannot use TLS");
  SSL_CTX_set_min_proto_version(context_.get(), TLS1_2_VERSION);
  SSL_CTX_set_verify(context_.get(), SSL_VERIFY_PEER, nullptr);
  SSL_CTX_set_session_cache_mode(context_.get(), SSL_SESS_CACHE_OFF);
  const bio text(BIO_new_mem_buf(trusted.chain.data(), static_cast<int>(trusted.chain.size())));
  const x509 read(PEM_read_bio_X509(text.get(), nullptr, nullptr, nullptr));
  if (!read || X509_STORE_add_cert(SSL_CTX_get_cert_store(context_.get()), read.get()) != 1)
    refuse("cannot read the server's certificate");
}

tls_session::tls_session(const tls_context& shared) : session_(SSL_new(shared.get())), incoming_(16 * 1024 + 512) {
  if (!session_) refuse("cannot start TLS");
  SSL_set_bio(session_.get(), BIO_new(BIO_s_mem()), BIO_new(BIO_s_mem()));
  SSL_set_connect_state(session_.get());
  X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(session_.get()), "127.0.0.1");
}

bool tls_session::shake_hands() {
  const int outcome = SSL_do_handshake(session_.get());
  if (outcome == 1) return true;
  if (SSL_get_error(session_.get(), outcome) != SSL_ERROR_WANT_READ) refuse("the TLS handshake failed");
  return false;
}

void tls_session::write(std::span<const std::byte> plain) {
  if (SSL_write(session_.get(), plain.data(), static_cast<int>(plain.size())) <= 0) refuse("cannot encrypt");
}

std::size_t tls_session::read(std::span<std::byte> plain) {
  const int got = SSL_read(session_.get(), plain.data(), static_cast<int>(plain.size()));
  if (got > 0) return static_cast<std::size_t>(got);
  if (SSL_get_error(session_.get(), got) == SSL_ERROR_ZERO_RETURN)
    throw std::runtime_error("the server ended the TLS connection");
  if (SSL_get_error(session_.get(), got) != SSL_ERROR_WANT_READ) refuse("cannot decrypt what the server sent");
  return 0;
}

std::span<const std::byte> tls_session::outgoing() {
  BIO* const out = SSL_get_wbio(session_.get());
  outgoing_.resize(BIO_ctrl_pending(out));
  if (!outgoing_.empty()) BIO_read(out, outgoing_.data(), static_cast<int>(outgoing_.size()));
  return outgoing_;
}

void tls_session::took(std::size_t bytes) {
  BIO_write(SSL_get_rbio(session_.get()), incoming_.data(), static_cast<int>(bytes));
}

}  // namespace interleave::http

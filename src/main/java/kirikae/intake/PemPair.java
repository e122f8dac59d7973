package kirikae.intake;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import javax.net.ssl.KeyManager;
import javax.net.ssl.X509KeyManager;
import kirikae.model.Settings.Tls;

/**
 * The contents of a certificate file and of its key file, read at one moment. Owns: reading them and proving that they belong
 * together. Every method may block: call it on a worker.
 */
record PemPair(Buffer certificate, Buffer key) {
    private static final long MOST_BYTES = 1024L * 1024;

    /** Reads both files; fails with a line that names the file. */
    static PemPair read(Tls.Pem files) throws IOException {
        return new PemPair(contents("certificate", files.certificate()), contents("key", files.key()));
    }

    /** Fails when the two do not make a working pair. */
    PemPair proven(Vertx vertx) throws IOException {
        try {
            String alias = pem().loadKeyStore(vertx).aliases().nextElement();
            prove(alias, pem().getKeyManagerFactory(vertx).getKeyManagers()[0]);
            return this;
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("the PEM files cannot be used: " + e.getMessage(), e);
        }
    }

    /** What a listener needs to serve this pair. */
    PemKeyCertOptions pem() {
        return new PemKeyCertOptions().addCertValue(certificate).addKeyValue(key);
    }

    private static Buffer contents(String what, Path file) throws IOException {
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new IOException("the " + what + " " + file + " is longer than 1 MiB");
            }
            return Buffer.buffer(Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            throw new IOException("the " + what + " " + file + " does not exist", e);
        } catch (java.nio.file.AccessDeniedException e) {
            throw new IOException("the " + what + " " + file + " may not be read by this user", e);
        }
    }

    /** Signs with the key and verifies with the certificate: half of a renewed pair must not be served. */
    private static void prove(String alias, KeyManager manager) throws GeneralSecurityException, IOException {
        if (!(manager instanceof X509KeyManager pair)) {
            throw new IOException("the PEM files cannot be used: no certificate and key");
        }
        PrivateKey secret = pair.getPrivateKey(alias);
        PublicKey shown = pair.getCertificateChain(alias)[0].getPublicKey();
        if (!secret.getAlgorithm().equals(shown.getAlgorithm()) || !verifies(secret, shown)) {
            throw new IOException("the key does not belong to the certificate");
        }
    }

    private static boolean verifies(PrivateKey secret, PublicKey shown) throws GeneralSecurityException {
        byte[] text = "kirikae".getBytes(StandardCharsets.US_ASCII);
        Signature signature = Signature.getInstance(
                switch (secret.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> secret.getAlgorithm();
                });
        signature.initSign(secret);
        signature.update(text);
        byte[] signed = signature.sign();
        signature.initVerify(shown);
        signature.update(text);
        return signature.verify(signed);
    }
}
